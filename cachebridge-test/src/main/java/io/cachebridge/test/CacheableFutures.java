package io.cachebridge.test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @Cacheable} keeps what futures come to.
 */
interface CacheableFutures extends AnnotationsUnderTest {

	@Test
	default void cachesValueOfFuture() {
		requiresFutures();
		assertThat(service().cachedFuture("key")).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(1L);
		awaitCached("key");
		assertCached("key", 1L);
		assertThat(service().cachedFuture("key")).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(1L);
		assertThat(service().cachedFuture("other")).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(2L);
	}

	@Test
	default void cachesNullOfFuture() {
		requiresFutures();
		assertThat(service().cachedFutureOfNull("key")).succeedsWithin(Duration.ofMinutes(1)).isNull();
		awaitCached("key");
		assertThat(service().cachedFutureOfNull("key")).succeedsWithin(Duration.ofMinutes(1)).isNull();
		assertThat(service().calls()).isEqualTo(1);
	}

	@Test
	default void doesNotCacheFailureOfFuture() {
		requiresFutures();
		for (int call = 1; call <= 2; call++) {
			assertThat(service().cachedFailedFuture("key")).failsWithin(Duration.ofMinutes(1))
				.withThrowableOfType(ExecutionException.class)
				.withRootCauseInstanceOf(IOException.class)
				.withMessageContaining("call " + call);
		}
		assertNotCached("key");
	}

	@Test
	default void startsOneFutureForManyCallersInOrder() {
		requiresFutures();
		CompletableFuture<String> start = new CompletableFuture<>();
		List<CompletableFuture<Long>> results = new ArrayList<>();
		for (int caller = 0; caller < 10; caller++) {
			results.add(service().cachedFutureInOrder("key", start));
		}
		start.complete("go");
		assertThat(results)
			.allSatisfy((result) -> assertThat(result).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(1L));
		assertThat(service().calls()).isEqualTo(1);
	}

	// The caller's future may be complete a moment before the cache has the value
	private void awaitCached(Object key) {
		Awaitility.await().until(() -> cache("primary").get(key) != null);
	}

	private void requiresFutures() {
		Assumptions.assumeTrue(cachesFutures(), "supportsFutures() is false");
	}

}
