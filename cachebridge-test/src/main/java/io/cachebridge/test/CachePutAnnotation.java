package io.cachebridge.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @CachePut} always calls the method and keeps what it returns.
 */
interface CachePutAnnotation extends AnnotationsUnderTest {

	@Test
	default void putsResultOfEveryCall() {
		Long first = service().put("key");
		assertCached("key", first);
		Long second = service().put("key");
		assertThat(second).isNotEqualTo(first);
		assertCached("key", second);
		assertThat(service().cached("key")).isEqualTo(second);
	}

	@Test
	default void seesOwnPutsEveryTime() {
		for (int i = 0; i < 300; i++) {
			Long written = service().put("key");
			assertThat(service().cached("key")).isEqualTo(written);
		}
	}

	@Test
	default void putsUnderKeyOfResult() {
		Long result = service().putUnderResult();
		assertCached(result, result);
	}

	@Test
	default void putsOnlyIfConditionHolds() {
		service().putIfLarge(5);
		assertNotCached(5);
		assertCached(50, service().putIfLarge(50));
	}

	@Test
	default void putsIntoSeveralCaches() {
		Long result = service().putTwice("key");
		assertCached("primary", "key", result);
		assertCached("secondary", "key", result);
	}

	@Test
	default void putsAndEvictsInOneCall() {
		cache("primary").put("key", 100L);
		Long result = service().putTwiceAndEvict("key");
		assertCached("primary", result, result);
		assertCached("secondary", "key", result);
		assertNotCached("primary", "key");
	}

	@Test
	default void cachesAndPutsInOneCall() {
		Long result = service().cachedAndPut("key");
		assertCached("primary", "key", result);
		assertCached("secondary", "of key", result);
	}

}
