package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.memcached.CacheBridgeMemcachedAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.MemcachedServerFixture;

abstract class AbstractMemcachedBackendContract extends CacheBackendContract {

	@RegisterExtension
	static final MemcachedServerFixture memcached = MemcachedServerFixture.shared();

	private final ConfiguredBackends backends;

	AbstractMemcachedBackendContract(ConfiguredBackends backends) {
		this.backends = backends;
	}

	static ConfiguredBackends memcachedWith(Supplier<List<String>> properties) {
		return ConfiguredBackends.of(CacheBridgeMemcachedAutoConfiguration.class).with(properties);
	}

	@Override
	protected CacheBackend createBackend() {
		return this.backends.create("memcached");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return this.backends.create("away");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		memcached.set(KeyEscape.escape(key), bytes);
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofSeconds(4));
	}

}
