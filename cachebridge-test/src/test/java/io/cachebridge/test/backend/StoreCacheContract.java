package io.cachebridge.test.backend;

import java.util.UUID;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.Cache;

import io.cachebridge.test.SpringCacheContract;

/**
 * What Spring's users demand, of caches that a store holds alone: nothing in this process
 * can hide what it answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreCacheContract extends SpringCacheContract {

	@RegisterExtension
	final ConfiguredBackends node;

	@RegisterExtension
	final ConfiguredBackends otherNode;

	private String cache = "";

	StoreCacheContract(String store, ConfiguredBackends backends) {
		this.node = backends.asOnlyTierOf(store);
		this.otherNode = backends.asOnlyTierOf(store);
	}

	@Override
	protected Cache createCache() {
		this.cache = "cache " + UUID.randomUUID();
		return this.node.cache(this.cache);
	}

	@Override
	protected Cache createCacheOfOtherNode() {
		return this.otherNode.cache(this.cache);
	}

}
