package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.HttpServerFixture;

/**
 * What is demanded of the store over HTTP, whatever its server can do.
 */
abstract class AbstractHttpBackendContract extends CacheBackendContract {

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.shared();

	abstract ConfiguredBackends backends();

	abstract ConfiguredBackends away();

	/**
	 * Returns where the server keeps records.
	 * @return the beginning of their paths
	 */
	abstract String path();

	@Override
	protected CacheBackend createBackend() {
		return backends().create("http");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away().create("http");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		server.put(path() + KeyEscape.escape(key), bytes);
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofSeconds(2));
	}

}
