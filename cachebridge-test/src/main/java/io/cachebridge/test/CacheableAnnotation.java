package io.cachebridge.test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code @Cacheable} calls a method once for each key.
 */
interface CacheableAnnotation extends AnnotationsUnderTest {

	@Test
	default void callsMethodOnceForAKey() {
		Long first = service().cached("key");
		assertThat(service().cached("key")).isEqualTo(first);
		assertThat(service().cached("other")).isNotEqualTo(first);
		assertCached("key", first);
		assertThat(service().calls()).isEqualTo(2);
	}

	@Test
	default void callsMethodAgainForKeyOfAnotherType() {
		assertThat(
				List.of(service().cached(1), service().cached(1L), service().cached("1"), service().cached(List.of(1))))
			.doesNotHaveDuplicates();
		assertThat(service().cached(1)).isEqualTo(1L);
		assertThat(service().cached(1L)).isEqualTo(2L);
	}

	@Test
	default void cachesUnderKeysOfAnyNumberOfArguments() {
		Long none = service().cachedWithoutKey();
		assertThat(service().cachedWithoutKey()).isEqualTo(none);
		assertCached(SimpleKey.EMPTY, none);
		Long two = service().cachedUnderTwo("a", 1);
		assertThat(service().cachedUnderTwo("a", 1)).isEqualTo(two);
		assertThat(service().cachedUnderTwo("a", 2)).isNotEqualTo(two);
		assertThat(service().cachedUnderTwo("a", null)).isNotEqualTo(two)
			.isEqualTo(service().cachedUnderTwo("a", null));
		Long many = service().cachedUnderMany(1, 2, 3);
		assertThat(service().cachedUnderMany(1, 2, 3)).isEqualTo(many);
		assertThat(service().cachedUnderMany(1, 2)).isNotEqualTo(many);
	}

	@Test
	default void cachesNull() {
		assertThat(service().cachedNull("key")).isNull();
		assertThat(service().cachedNull("key")).isNull();
		assertThat(service().calls()).isEqualTo(1);
		assertCached("key", null);
	}

	@Test
	default void cachesUnderKeyOfExpression() {
		Long first = service().cachedUnderFirst("key", "a");
		assertThat(service().cachedUnderFirst("key", "b")).isEqualTo(first);
		assertCached("key", first);
	}

	@Test
	default void refusesKeyOfExpressionThatIsNull() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> service().cachedUnderFirst(null, "a"));
	}

	@Test
	default void cachesUnderKeyOfRoot() {
		Long first = service().cachedUnderRoot("key");
		assertThat(service().cachedUnderRoot("key")).isEqualTo(first);
		assertCached("cachedUnderRootcachedUnderRootAnnotatedServiceprimarykey", first);
	}

	@Test
	default void cachesUnderKeyOfGenerator() {
		Long first = service().cachedUnderLast("a", "key");
		assertThat(service().cachedUnderLast("b", "key")).isEqualTo(first);
		assertCached("key", first);
	}

	@Test
	default void cachesOnlyIfConditionHolds() {
		assertThat(service().cachedIfLarge(5)).isNotEqualTo(service().cachedIfLarge(5));
		assertNotCached(5);
		assertThat(service().cachedIfLarge(50)).isEqualTo(service().cachedIfLarge(50));
	}

	@Test
	default void neitherReadsNorWritesIfConditionFails() {
		cache("primary").put(5, 100L);
		assertThat(service().cachedIfLarge(5)).isEqualTo(1);
		assertCached(5, 100L);
	}

	@Test
	default void doesNotCacheWhatIsExcepted() {
		assertThat(service().cachedUnlessFirst("key")).isEqualTo(1);
		assertNotCached("key");
		assertThat(service().cachedUnlessFirst("key")).isEqualTo(2);
		assertThat(service().cachedUnlessFirst("key")).isEqualTo(2);
		assertThat(service().cachedUnlessFirst("unless")).isNotEqualTo(service().cachedUnlessFirst("unless"));
	}

	@Test
	default void readsWhatIsExceptedFromWriting() {
		cache("primary").put("unless", 100L);
		assertThat(service().cachedUnlessFirst("unless")).isEqualTo(100);
	}

	@Test
	default void cachesInOrder() {
		Long first = service().cachedInOrder("key");
		assertThat(service().cachedInOrder("key")).isEqualTo(first);
		assertCached("key", first);
		assertThat(service().cachedNullInOrder("null")).isNull();
		assertThat(service().cachedNullInOrder("null")).isNull();
		assertThat(service().calls()).isEqualTo(2);
	}

	@Test
	default void cachesInOrderOnlyIfConditionHolds() {
		assertThat(service().cachedInOrderIfLarge(5)).isNotEqualTo(service().cachedInOrderIfLarge(5));
		assertThat(service().cachedInOrderIfLarge(50)).isEqualTo(service().cachedInOrderIfLarge(50));
	}

	@Test
	default void callsMethodOnceForManyCallersInOrder() throws Exception {
		AnnotatedService service = service();
		CountDownLatch callers = new CountDownLatch(10);
		List<Long> results = Race.run(10, () -> {
			callers.countDown();
			return service.cachedSlowly("key", callers);
		});
		assertThat(results).containsOnly(1L);
		assertThat(service.calls()).isEqualTo(1);
	}

	@Test
	default void throwsWhatTheMethodThrows() {
		for (Exception failure : List.of(new IOException("checked"), new IllegalArgumentException("unchecked"))) {
			// A key for each: a cache of futures may forget a failed one a moment after
			// it
			String key = failure.toString();
			assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> service().fails(key, failure))
				.isSameAs(failure);
			assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> service().failsInOrder(key, failure))
				.isSameAs(failure);
		}
		assertThat(service().calls()).isEqualTo(4);
	}

	@Test
	default void readsFirstCacheThatHasTheValue() {
		Long first = service().cachedTwice("key");
		assertCached("primary", "key", first);
		assertCached("secondary", "key", first);
		cache("primary").evict("key");
		assertThat(service().cachedTwice("key")).isEqualTo(first);
		cache("secondary").evict("key");
		cache("primary").clear();
		assertThat(service().cachedTwice("key")).isNotEqualTo(first);
	}

	@Test
	default void cachesWhatIsInAnOptional() {
		Optional<Long> first = service().cachedOptional("key", true);
		assertThat(first).contains(1L);
		assertThat(service().cachedOptional("key", true)).isEqualTo(first);
		assertCached(new SimpleKey("key", true), 1L);
		assertThat(service().cachedOptional("key", false)).isEmpty();
		assertThat(service().cachedOptional("key", false)).isEmpty();
		assertCached(new SimpleKey("key", false), null);
		assertThat(service().calls()).isEqualTo(2);
	}

}
