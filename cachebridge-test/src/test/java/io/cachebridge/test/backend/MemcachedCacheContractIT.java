package io.cachebridge.test.backend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.MemcachedServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

class MemcachedCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final MemcachedServerFixture memcached = MemcachedServerFixture.shared();

	MemcachedCacheContractIT() {
		super("memcached", MemcachedBackendContractIT.backends);
	}

	/**
	 * Whether anything was there, nobody knows where keys cannot be listed.
	 */
	@Test
	@Override
	public void invalidatesAndTellsTheTruth() {
		cache().put("key", "value");
		assertThat(cache().invalidate()).isFalse();
		assertThat(cache().get("key")).isNull();
	}

}
