package io.cachebridge.test.spring;

import java.util.Objects;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import io.cachebridge.test.SpringCacheContract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Holds the contract against a cache of Spring's own. Where it overrides a test, Spring's
 * cache falls short of what we demand of ours.
 */
class ConcurrentMapCacheContractTests extends SpringCacheContract {

	@Override
	protected Cache createCache() {
		ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager();
		return Objects.requireNonNull(manager.getCache("test"));
	}

	@Test
	@Override
	public void refusesNullKey() {
		assertThatNullPointerException().isThrownBy(() -> cache().get(null));
		assertThatNullPointerException().isThrownBy(() -> cache().put(null, "value"));
	}

	@Test
	@Override
	public void loadsSameKeyInsideItsOwnLoad() {
		assertThatExceptionOfType(Cache.ValueRetrievalException.class)
			.isThrownBy(() -> cache().get("key", () -> cache().get("key", () -> "inner")))
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	@Override
	public void loadsTwoKeysThatNeedEachOther() {
		Assumptions.abort("ConcurrentHashMap.computeIfAbsent would wait for ever");
	}

}
