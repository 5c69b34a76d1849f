package io.cachebridge.test.spring;

import java.util.Objects;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCacheManager;

import io.cachebridge.test.SpringCacheContract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Holds the contract against a cache of Spring's own. Where it overrides a test, Spring's
 * cache falls short of what we demand of ours.
 */
class CaffeineCacheContractTests extends SpringCacheContract {

	@Override
	protected Cache createCache() {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		return Objects.requireNonNull(manager.getCache("test"));
	}

	@Override
	protected boolean supportsRetrieve() {
		return false;
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
		Assumptions.abort("Caffeine.get would wait for ever");
	}

	@Test
	@Override
	public void keepsNoValueOfALoadOvertakenByClear() {
		Assumptions.abort("Caffeine clears what is there, not what is being loaded");
	}

}
