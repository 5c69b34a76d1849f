package io.cachebridge.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Values can be had without waiting.
 */
interface SpringCacheRetrieval extends SpringCacheUnderTest {

	@Test
	default void retrievesWhatWasPut() throws Exception {
		requiresRetrieve();
		cache().put("key", "value");
		assertThat(retrieved(cache().retrieve("key"))).isEqualTo("value");
	}

	@Test
	default void retrievesNothingForMiss() throws Exception {
		requiresRetrieve();
		CompletableFuture<?> miss = cache().retrieve("key");
		if (miss != null) {
			assertThat(miss.get(1, TimeUnit.MINUTES)).as("late miss").isNull();
		}
	}

	@Test
	default void retrievesNullApartFromMiss() throws Exception {
		requiresRetrieve();
		cache().put("key", null);
		CompletableFuture<?> hit = hit(cache().retrieve("key"));
		Object wrapper = hit.get(1, TimeUnit.MINUTES);
		assertThat(wrapper).isInstanceOf(ValueWrapper.class);
		assertThat(retrieved(hit)).isNull();
	}

	@Test
	default void retrievesWhatIsLoadedAndKeepsIt() throws Exception {
		requiresRetrieve();
		assertThat(retrieved(cache().retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
		assertHoldsSoon("key", "loaded");
		assertThat(retrieved(cache().retrieve("key", this::mustNotBeLoaded))).isEqualTo("loaded");
		assertThat(retrieved(cache().retrieve("key"))).isEqualTo("loaded");
	}

	@Test
	default void doesNotLoadWhatCanBeRetrieved() throws Exception {
		requiresRetrieve();
		cache().put("key", "value");
		assertThat(retrieved(cache().retrieve("key", this::mustNotBeLoaded))).isEqualTo("value");
		cache().put("null", null);
		assertThat(retrieved(cache().retrieve("null", this::mustNotBeLoaded))).isNull();
	}

	@Test
	default void retrievesLoadedNullAndKeepsIt() throws Exception {
		requiresRetrieve();
		assertThat(retrieved(cache().retrieve("key", () -> CompletableFuture.completedFuture(null)))).isNull();
		assertHoldsSoon("key", null);
		assertThat(retrieved(cache().retrieve("key", this::mustNotBeLoaded))).isNull();
	}

	@Test
	default void passesFailureOfLoaderOn() throws Exception {
		requiresRetrieve();
		for (Exception failure : List.of(new IOException("checked"), new IllegalStateException("unchecked"))) {
			Throwable thrown = catchThrowable(
					() -> retrieved(cache().retrieve("key", () -> CompletableFuture.failedFuture(failure))));
			assertThat(cause(thrown)).isSameAs(failure);
			assertMisses("key");
		}
		assertThat(retrieved(cache().retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
	}

	@Test
	default void passesFailureToStartLoaderOn() throws Exception {
		requiresRetrieve();
		IllegalStateException failure = new IllegalStateException("not even started");
		Throwable thrown = catchThrowable(() -> retrieved(cache().retrieve("key", () -> {
			throw failure;
		})));
		assertThat(cause(thrown)).isSameAs(failure);
		assertThat(retrieved(cache().retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
	}

	@Test
	default void retrievesOnceForManyCallersAndLetsNobodyWait() throws Exception {
		requiresRetrieve();
		AtomicInteger loads = new AtomicInteger();
		CompletableFuture<String> load = new CompletableFuture<>();
		List<CompletableFuture<String>> futures = new ArrayList<>();
		for (int caller = 0; caller < 10; caller++) {
			futures.add(cache().retrieve("key", () -> {
				loads.incrementAndGet();
				return load;
			}));
		}
		assertThat(futures).noneMatch(CompletableFuture::isDone);
		load.complete("loaded");
		for (CompletableFuture<String> future : futures) {
			assertThat(retrieved(future)).isEqualTo("loaded");
		}
		assertThat(loads).hasValue(1);
	}

	@Test
	default void sharesValuesBetweenGetAndRetrieve() throws Exception {
		requiresRetrieve();
		cache().get("key", () -> "loaded");
		assertThat(retrieved(cache().retrieve("key", this::mustNotBeLoaded))).isEqualTo("loaded");
		cache().evict("key");
		CompletableFuture<?> miss = cache().retrieve("key");
		assertThat((miss != null) ? miss.get(1, TimeUnit.MINUTES) : null).isNull();
	}

	private void requiresRetrieve() {
		Assumptions.assumeTrue(retrieves(), "supportsRetrieve() is false");
	}

	// A future may complete for its caller a moment before the value is there for others
	private void assertHoldsSoon(Object key, @Nullable Object value) {
		Awaitility.await().atMost(patience()).untilAsserted(() -> assertHolds(key, value));
	}

	private static CompletableFuture<?> hit(@Nullable CompletableFuture<?> future) {
		if (future == null) {
			throw new AssertionError("A value that is there was told as a miss");
		}
		return future;
	}

	private static @Nullable Object retrieved(@Nullable CompletableFuture<?> future) throws Exception {
		Object value = hit(future).get(1, TimeUnit.MINUTES);
		return (value instanceof ValueWrapper wrapper) ? wrapper.get() : value;
	}

	private static @Nullable Throwable cause(@Nullable Throwable thrown) {
		Throwable cause = thrown;
		while (cause instanceof ExecutionException || cause instanceof CompletionException) {
			cause = cause.getCause();
		}
		return cause;
	}

	private CompletableFuture<Object> mustNotBeLoaded() {
		throw new AssertionError("must not be loaded");
	}

}
