package io.cachebridge.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was removed is gone when the call returns, and it is told truly whether it was
 * there.
 */
interface SpringCacheRemoval extends SpringCacheUnderTest {

	@Test
	default void evicts() {
		cache().put("key", "value");
		cache().put("other", "value");
		cache().evict("key");
		assertMisses("key");
		assertHolds("other", "value");
	}

	@Test
	default void evictsWhatIsNotThere() {
		cache().evict("key");
		assertMisses("key");
	}

	@Test
	default void evictsIfPresentAndTellsTheTruth() {
		assertThat(cache().evictIfPresent("key")).isFalse();
		cache().put("key", "value");
		assertThat(cache().evictIfPresent("key")).isTrue();
		assertMisses("key");
		assertThat(cache().evictIfPresent("key")).isFalse();
	}

	@Test
	default void takesNullForPresentWhenEvicting() {
		cache().put("key", null);
		assertThat(cache().evictIfPresent("key")).isTrue();
		assertMisses("key");
	}

	@Test
	default void tellsThatLoadedValueWasPresent() {
		cache().get("key", () -> "loaded");
		assertThat(cache().evictIfPresent("key")).isTrue();
		assertMisses("key");
	}

	@Test
	default void clears() {
		cache().put("key", "value");
		cache().put("other", null);
		cache().clear();
		assertMisses("key");
		assertMisses("other");
		cache().put("key", "again");
		assertHolds("key", "again");
	}

	@Test
	default void invalidatesAndTellsTheTruth() {
		assertThat(cache().invalidate()).isFalse();
		cache().put("key", "value");
		cache().put("other", "value");
		assertThat(cache().invalidate()).isTrue();
		assertMisses("key");
		assertMisses("other");
		assertThat(cache().invalidate()).isFalse();
	}

	/**
	 * Three hundred times, or as often as a slow store allows within two seconds.
	 */
	@Test
	default void seesOwnRemovalsEveryTime() {
		long begin = System.nanoTime();
		for (int i = 0; i < 300 && (i < 20 || System.nanoTime() - begin < 2_000_000_000L); i++) {
			cache().put("key", i);
			assertHolds("key", i);
			cache().evict("key");
			assertMisses("key");
			cache().put("key", i);
			cache().clear();
			assertMisses("key");
		}
	}

}
