package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.http.CacheBridgeHttpAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.HttpServerFixture;

/**
 * A server that has entity tags, expiry and a list of keys.
 */
class HttpBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeHttpAutoConfiguration.class)
		.with(() -> at(server.url(), "probe"));

	@RegisterExtension
	static final ConfiguredBackends away = ConfiguredBackends.of(CacheBridgeHttpAutoConfiguration.class)
		.with(() -> at("http://127.0.0.1:1", "enabled"));

	private static List<String> at(String url, String compareAndSet) {
		return List.of("cachebridge.http.url=" + url + "/cache/{key}",
				"cachebridge.http.listing-url=" + url + "/keys?prefix={prefix}&after={after}",
				"cachebridge.http.time-to-live-parameter=ttl", "cachebridge.http.compare-and-set=" + compareAndSet,
				"cachebridge.http.maximum-value-size=1MB", "cachebridge.http.timeout=20s");
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("http");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("http");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		server.put("/cache/" + KeyEscape.escape(key), bytes);
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofSeconds(2));
	}

}
