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
 * A server that can get, put and delete, takes the time to live as a header, and has no
 * entity tags.
 */
class PlainHttpBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeHttpAutoConfiguration.class)
		.with(() -> at(server.url(), "probe"));

	@RegisterExtension
	static final ConfiguredBackends away = ConfiguredBackends.of(CacheBridgeHttpAutoConfiguration.class)
		.with(() -> at("http://127.0.0.1:1", "disabled"));

	private static List<String> at(String url, String compareAndSet) {
		return List.of("cachebridge.http.url=" + url + "/plain/{key}",
				"cachebridge.http.time-to-live-header=X-Time-To-Live",
				"cachebridge.http.compare-and-set=" + compareAndSet, "cachebridge.http.timeout=20s");
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
		server.put("/plain/" + KeyEscape.escape(key), bytes);
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofSeconds(2));
	}

}
