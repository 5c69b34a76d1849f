package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.util.ReflectionTestUtils;

import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.spi.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Mistakes that other caches have made when a load fails at one of its steps: whoever
 * comes next waits for a flight, a reservation or a lock that nobody ends.
 */
class FailedLoadBugsOfOtherCachesTests {

	private static final Duration SOON = Duration.ofSeconds(3);

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache join(Ticker ticker) {
		CacheBridgeCache cache = this.cluster.addNode((builder) -> builder.ticker(ticker)).getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		return cache;
	}

	static Stream<Arguments> failures() {
		return Stream.of(Step.values())
			.flatMap((step) -> Stream.of(new IllegalStateException("failure"), new AssertionError("error"))
				.flatMap((failure) -> Stream.of(OnError.values())
					.map((onError) -> Arguments.of(step, failure, onError))));
	}

	/**
	 * Load begins, fails at one of its steps, next callers come here and on another node.
	 */
	@ParameterizedTest
	@MethodSource("failures")
	void nobodyWaitsForALoadThatHasFailed(Step step, Throwable failure, OnError onError) {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		this.cluster.settings.onError = onError;
		FailingStep failing = new FailingStep(this.cluster, step, failure);
		CacheBridgeCache cache = join(failing);
		CacheBridgeCache other = join(this.cluster.time);
		assertThatCode(() -> cache.get("key", failing::load)).satisfiesAnyOf((none) -> assertThat(none).isNull(),
				(thrown) -> assertThat(thrown).hasStackTraceContaining(failure.getMessage()));
		failing.work();
		assertThat((Map<?, ?>) ReflectionTestUtils.getField(cache.flights(), "flights")).isEmpty();
		Future<String> elsewhere = this.background.call(() -> other.get("key", () -> "next"));
		assertThat(elsewhere).succeedsWithin(SOON).isIn("next", "failing");
		Future<String> here = this.background.call(() -> cache.get("key", () -> "next"));
		assertThat(here).succeedsWithin(SOON).isIn("next", "failing");
		Future<?> put = this.background.run(() -> cache.put("key", "put"));
		assertThat(put).succeedsWithin(SOON);
		assertThat(other.get("key", String.class)).isEqualTo("put");
	}

	/**
	 * Loader fails, and so does the store where its reservation is given up.
	 */
	@Test
	void theFailureOfALoaderIsNotHiddenByThatOfTheStore() {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		assertThatCode(() -> cache.get("key", () -> {
			this.cluster.store.failAlways();
			throw new IllegalStateException("the loader's");
		})).rootCause().hasMessage("the loader's");
	}

	/**
	 * Load begins, its value is too large for the store.
	 */
	@ParameterizedTest
	@EnumSource
	void aValueTooLargeForTheStoreIsReturnedAndBlocksNobody(SingleFlight singleFlight) {
		this.cluster.settings.singleFlight = singleFlight;
		this.cluster.store.limit(new Limits(1000, 500));
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		String large = "x".repeat(1000);
		assertThat(cache.<String>get("key", () -> large)).isEqualTo(large);
		assertThat(cache.get("key")).isNull();
		assertThat(cache.statistics().rejectedValues()).isEqualTo(1);
		Future<String> elsewhere = this.background.call(() -> other.get("key", () -> "small"));
		assertThat(elsewhere).succeedsWithin(SOON).isEqualTo("small");
		assertThat(cache.get("key", String.class)).isEqualTo("small");
	}

	/**
	 * Where a load fails.
	 */
	enum Step {

		LOADER, STORE_WRITE, LOCAL_WRITE

	}

	/**
	 * Fails from the end of a load on.
	 */
	private static final class FailingStep implements Ticker {

		private final Cluster cluster;

		private final Step step;

		private final Throwable failure;

		private volatile @Nullable Throwable local;

		FailingStep(Cluster cluster, Step step, Throwable failure) {
			this.cluster = cluster;
			this.step = step;
			this.failure = failure;
		}

		String load() {
			switch (this.step) {
				case LOADER -> fail(this.failure);
				case STORE_WRITE -> this.cluster.store.failOnce("putIf", this.failure);
				case LOCAL_WRITE -> this.local = this.failure;
			}
			return "failing";
		}

		void work() {
			this.local = null;
		}

		@Override
		public long read() {
			if (this.local != null && isLocal()) {
				fail(this.local);
			}
			return this.cluster.time.read();
		}

		private static boolean isLocal() {
			return StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(LocalTier.class.getName())));
		}

		private static void fail(Throwable failure) {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) failure;
		}

	}

}
