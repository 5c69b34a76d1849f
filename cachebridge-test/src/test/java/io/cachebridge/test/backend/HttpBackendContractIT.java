package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.http.CacheBridgeHttpAutoConfiguration;

/**
 * A server that has entity tags, expiry and a list of keys.
 */
class HttpBackendContractIT extends AbstractHttpBackendContract {

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
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

	@Override
	String path() {
		return "/cache/";
	}

}
