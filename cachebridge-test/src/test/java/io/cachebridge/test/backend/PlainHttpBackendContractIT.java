package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.http.CacheBridgeHttpAutoConfiguration;

/**
 * A server that can get, put and delete, takes the time to live as a header, and has no
 * entity tags.
 */
class PlainHttpBackendContractIT extends AbstractHttpBackendContract {

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
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

	@Override
	String path() {
		return "/plain/";
	}

}
