package io.cachebridge.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * {@code @CacheEvict} removes after the method has succeeded, or before it begins.
 */
interface CacheEvictAnnotation extends AnnotationsUnderTest {

	@Test
	default void evictsKey() {
		Long first = service().cached("key");
		Long other = service().cached("other");
		service().evict("key");
		assertNotCached("key");
		assertCached("other", other);
		assertThat(service().cached("key")).isNotEqualTo(first);
	}

	@Test
	default void seesOwnEvictsEveryTime() {
		for (int i = 0; i < 300; i++) {
			Long first = service().cached("key");
			service().evict("key");
			assertThat(service().cached("key")).isNotEqualTo(first);
		}
	}

	@Test
	default void evictsNothingIfMethodFails() {
		Long first = service().cached("key");
		assertThatIllegalStateException()
			.isThrownBy(() -> service().evictAndFail("key", new IllegalStateException("failed")))
			.withMessage("failed");
		assertThat(service().cached("key")).isEqualTo(first);
	}

	@Test
	default void evictsEarlyEvenIfMethodFails() {
		Long first = service().cached("key");
		assertThatIllegalStateException()
			.isThrownBy(() -> service().evictEarlyAndFail("key", new IllegalStateException("failed")))
			.withMessage("failed");
		assertNotCached("key");
		assertThat(service().cached("key")).isNotEqualTo(first);
	}

	@Test
	default void evictsOnlyIfConditionHolds() {
		Long small = service().cached(5);
		service().cached(50);
		service().evictIfLarge(5);
		service().evictIfLarge(50);
		assertCached(5, small);
		assertNotCached(50);
	}

	@Test
	default void evictsAll() {
		service().cached("key");
		service().cached("other");
		cache("secondary").put("key", 1L);
		service().evictAll();
		assertNotCached("key");
		assertNotCached("other");
		assertCached("secondary", "key", 1L);
	}

	@Test
	default void evictsAllEarlyEvenIfMethodFails() {
		service().cached("key");
		assertThatIllegalStateException()
			.isThrownBy(() -> service().evictAllEarlyAndFail(new IllegalStateException("failed")));
		assertNotCached("key");
	}

	@Test
	default void evictsFromSeveralCaches() {
		service().putTwice("key");
		service().evictTwice("key");
		assertNotCached("primary", "key");
		assertNotCached("secondary", "key");
	}

}
