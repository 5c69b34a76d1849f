package io.cachebridge.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Demands of a cache manager what {@link SpringCacheAnnotationContract} does, and that
 * methods which return Mono and Flux are cached too. Needs Reactor on the class path.
 */
public abstract class SpringCacheReactiveAnnotationContract extends SpringCacheAnnotationContract {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Override
	Class<?>[] configurations() {
		return new Class<?>[] { AnnotatedServiceConfiguration.class, ReactiveService.Application.class };
	}

	private ReactiveService reactive() {
		return bean(ReactiveService.class);
	}

	@Test
	void cachesValueOfMono() {
		assertThat(reactive().cachedMono("key").block(PATIENCE)).isEqualTo(1);
		awaitCached("key");
		assertThat(reactive().cachedMono("key").block(PATIENCE)).isEqualTo(1);
		assertCached("key", 1L);
		assertThat(reactive().cachedMono("other").block(PATIENCE)).isEqualTo(2);
	}

	@Test
	void cachesEmptyMono() {
		assertThat(reactive().cachedEmptyMono("key").block(PATIENCE)).isNull();
		awaitCached("key");
		assertThat(reactive().cachedEmptyMono("key").block(PATIENCE)).isNull();
		assertThat(reactive().subscriptions()).isEqualTo(1);
	}

	@Test
	void doesNotCacheFailureOfMono() {
		for (int call = 1; call <= 2; call++) {
			assertThatIllegalStateException().isThrownBy(() -> reactive().failedMono("key").block(PATIENCE))
				.withMessage("subscription " + call);
		}
		assertNotCached("key");
	}

	@Test
	void subscribesOnceForManyCallersInOrder() {
		CompletableFuture<String> start = new CompletableFuture<>();
		List<CompletableFuture<Long>> results = new ArrayList<>();
		for (int caller = 0; caller < 10; caller++) {
			results.add(reactive().cachedMonoInOrder("key", Mono.fromFuture(start, true)).toFuture());
		}
		start.complete("go");
		assertThat(results).allSatisfy((result) -> assertThat(result).succeedsWithin(PATIENCE).isEqualTo(1L));
		assertThat(reactive().subscriptions()).isEqualTo(1);
	}

	@Test
	void cachesValuesOfFlux() {
		assertThat(reactive().cachedFlux("key").collectList().block(PATIENCE)).containsExactly(10L, 11L, 12L);
		awaitCached("key");
		assertThat(reactive().cachedFlux("key").collectList().block(PATIENCE)).containsExactly(10L, 11L, 12L);
		assertThat(reactive().cachedFlux("other").collectList().block(PATIENCE)).containsExactly(20L, 21L, 22L);
	}

	@Test
	void cachesEmptyFlux() {
		assertThat(reactive().cachedEmptyFlux("key").collectList().block(PATIENCE)).isEmpty();
		awaitCached("key");
		assertThat(reactive().cachedEmptyFlux("key").collectList().block(PATIENCE)).isEmpty();
		assertThat(reactive().subscriptions()).isEqualTo(1);
	}

	@Test
	void putsValueOfMono() {
		for (long call = 1; call <= 3; call++) {
			long value = call;
			assertThat(reactive().putMono("key").block(PATIENCE)).isEqualTo(value);
			Awaitility.await().untilAsserted(() -> assertCached("key", value));
		}
	}

	@Test
	void evictsAfterMono() {
		cache("primary").put("key", 100L);
		reactive().evictMono("key").block(PATIENCE);
		Awaitility.await().untilAsserted(() -> assertNotCached("key"));
	}

	// The subscriber may be served a moment before the cache has the value
	private void awaitCached(Object key) {
		Awaitility.await().until(() -> cache("primary").get(key) != null);
	}

}
