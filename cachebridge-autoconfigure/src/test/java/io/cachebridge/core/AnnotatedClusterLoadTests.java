package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CacheSettings.SingleFlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Cached methods that bring nothing to store let the next node load, and what becomes of
 * their reservation is not their caller's business.
 */
class AnnotatedClusterLoadTests {

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private Application application;

	private Things things;

	private void start(OnError onError) {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		this.cluster.settings.onError = onError;
		this.application = new Application(this.cluster.node(0), Things.class, Inner.class);
		this.things = this.application.get(Things.class);
		this.cluster.cache().put("first", "creates the epoch");
	}

	@BeforeEach
	void start() {
		this.cluster.settings.followerTimeout = Duration.ofSeconds(20);
	}

	@AfterEach
	void close() {
		this.background.close();
		this.application.close();
		this.cluster.close();
	}

	private void assertTheNextNodeLoadsAtOnce() {
		CacheBridgeCache other = this.cluster.other();
		Future<String> next = this.background.call(() -> other.get(1, () -> "next"));
		assertThat(next).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("next");
	}

	@Test
	void aFutureFailsThoughItsReservationCannotBeGivenUp() {
		start(OnError.THROW);
		CompletableFuture<String> result = this.things.future(1);
		this.things.called().join();
		this.cluster.store.failAlways();
		this.things.result().completeExceptionally(new IllegalStateException("business"));
		assertThat(result).failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.withRootCauseExactlyInstanceOf(IllegalStateException.class);
	}

	@Test
	void aMethodFailsWithItsOwnFailureThoughItsReservationCannotBeGivenUp() {
		start(OnError.THROW);
		assertThatIllegalStateException().isThrownBy(() -> this.things.fail(1, this.cluster.store::failAlways))
			.withMessage("business")
			.satisfies((failure) -> assertThat(failure.getSuppressed()).isNotEmpty());
	}

	@Test
	void aFailureAfterTheMethodGivesTheReservationUp() {
		start(OnError.BYPASS);
		assertThatThrownBy(() -> this.things.unless(1)).hasMessageContaining("nothing");
		assertTheNextNodeLoadsAtOnce();
	}

	@Test
	void aPublisherThatFailsGivesTheReservationUp() {
		start(OnError.BYPASS);
		assertThatIllegalStateException().isThrownBy(() -> this.things.failing(1).block());
		assertTheNextNodeLoadsAtOnce();
	}

	@Test
	void aPublisherThatIsCancelledGivesTheReservationUp() {
		start(OnError.BYPASS);
		Disposable subscription = this.things.never(1).subscribe();
		this.things.called().join();
		subscription.dispose();
		assertTheNextNodeLoadsAtOnce();
	}

	@Test
	void methodsThatWaitForOthersDoNotTakeTheirThreads() {
		start(OnError.BYPASS);
		List<CompletableFuture<String>> results = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			results.add(this.things.outer(i));
		}
		assertThat(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)))
			.succeedsWithin(Duration.ofSeconds(15));
	}

	/**
	 * What the cached methods need.
	 */
	public static class Inner {

		@Cacheable(cacheNames = Cluster.CACHE, key = "'inner ' + #id")
		public CompletableFuture<String> inner(int id) {
			return CompletableFuture.completedFuture("inner " + id);
		}

	}

	/**
	 * Cached methods.
	 */
	public static class Things {

		private final Inner inner;

		private final CompletableFuture<Void> called = new CompletableFuture<>();

		private final CompletableFuture<String> result = new CompletableFuture<>();

		Things(Inner inner) {
			this.inner = inner;
		}

		public CompletableFuture<Void> called() {
			return this.called;
		}

		public CompletableFuture<String> result() {
			return this.result;
		}

		@Cacheable(Cluster.CACHE)
		public CompletableFuture<String> future(int id) {
			this.called.complete(null);
			return this.result;
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#id")
		public String fail(int id, Runnable before) {
			before.run();
			throw new IllegalStateException("business");
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result.nothing")
		public String unless(int id) {
			return "value";
		}

		@Cacheable(Cluster.CACHE)
		public Mono<String> failing(int id) {
			return Mono.error(new IllegalStateException("business"));
		}

		@Cacheable(Cluster.CACHE)
		public Mono<String> never(int id) {
			return Mono.<String>never().doOnSubscribe((subscription) -> this.called.complete(null));
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'outer ' + #id")
		public CompletableFuture<String> outer(int id) {
			return CompletableFuture.completedFuture(this.inner.inner(id).join());
		}

	}

}
