package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.util.AopTestUtils;
import org.springframework.test.util.ReflectionTestUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class CacheableMonoTests {

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private @Nullable Application application;

	private ReactiveSource source = new ReactiveSource();

	private void use(Shape shape) {
		use(new Cluster(shape));
	}

	private void use(Cluster cluster) {
		this.cluster = cluster;
		this.application = new Application(this.cluster.node(0), ReactiveSource.class);
		this.source = this.application.get(ReactiveSource.class);
	}

	@AfterEach
	void close() {
		assertThat(InvocationScope.current()).isNull();
		Map<?, ?> flights = (Map<?, ?>) ReflectionTestUtils.getField(this.cluster.cache().flights(), "flights");
		await().untilAsserted(() -> assertThat(flights).isEmpty());
		Objects.requireNonNull(this.application).close();
		this.cluster.close();
	}

	private @Nullable Object value() {
		return this.cluster.cache().get(1, Object.class);
	}

	private Gate gate() {
		Gate gate = new Gate();
		target().gate = gate;
		return gate;
	}

	private ReactiveSource target() {
		return AopTestUtils.getUltimateTargetObject(this.source);
	}

	@ParameterizedTest
	@EnumSource
	void tenColdCallersLoadOnce(Shape shape) {
		use(shape);
		for (boolean unless : new boolean[] { false, true }) {
			Gate gate = gate();
			List<CompletableFuture<String>> results = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				results.add((unless ? this.source.monoUnless(2) : this.source.mono(1)).toFuture());
			}
			gate.awaitArrival();
			await().until(() -> this.cluster.cache().statistics().misses() == (unless ? 20 : 10));
			gate.open();
			String expected = unless ? "2/2" : "1/1";
			assertThat(results).allSatisfy((result) -> assertThat(Background.result(result)).isEqualTo(expected));
		}
		assertThat(target().reads).hasValue(2);
		assertThat(ReactiveSource.block(this.source.mono(1))).isEqualTo("1/1");
		assertThat(ReactiveSource.block(this.source.monoUnless(2))).isEqualTo("2/2");
		assertThat(this.cluster.cache().statistics().loads()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void theContextOfTheCallerReachesTheMethod(Shape shape) {
		use(shape);
		Mono<String> mono = this.source.withContext(1).contextWrite(Context.of("user", "me"));
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/me");
		assertThat(value()).isEqualTo("1/me");
	}

	@ParameterizedTest
	@EnumSource
	void aRetryInvokesTheMethodAgain(Shape shape) {
		use(shape);
		target().failures = 2;
		assertThat(ReactiveSource.block(this.source.mono(1).retry(2))).isEqualTo("1/3");
		assertThat(value()).isEqualTo("1/3");
		assertThat(this.cluster.cache().statistics().loadFailures()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void aFailureIsTheMethodsOwn(Shape shape) {
		use(shape);
		target().failures = 1;
		assertThatIllegalStateException().isThrownBy(() -> ReactiveSource.block(this.source.mono(1)))
			.withMessage("failure 1");
		assertThat(ReactiveSource.block(this.source.mono(1))).isEqualTo("1/2");
	}

	@ParameterizedTest
	@EnumSource
	void eachSubscriptionIsACallOfItsOwn(Shape shape) {
		use(shape);
		Mono<String> mono = this.source.mono(1);
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/1");
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/1");
		this.cluster.cache().evict(1);
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/2");
		assertThat(value()).isEqualTo("1/2");
	}

	@ParameterizedTest
	@EnumSource
	void oneMonoMayBeSubscribedTwiceAtOnce(Shape shape) {
		use(shape);
		Gate gate = gate();
		Mono<String> mono = this.source.mono(1);
		CompletableFuture<String> one = mono.toFuture();
		CompletableFuture<String> other = mono.toFuture();
		gate.awaitArrival();
		gate.open();
		assertThat(Background.result(one)).isEqualTo("1/1");
		assertThat(Background.result(other)).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
	}

	@ParameterizedTest
	@EnumSource
	void followersFinishWhenTheLeaderIsCancelled(Shape shape) {
		use(shape);
		Gate gate = gate();
		Disposable leader = this.source.mono(1).subscribe();
		gate.awaitArrival();
		CompletableFuture<String> follower = this.source.mono(1).toFuture();
		await().until(() -> this.cluster.cache().statistics().misses() == 2);
		leader.dispose();
		gate.open();
		assertThat(Background.result(follower)).isEqualTo("1/2");
		assertThat(target().cancellations).hasValue(1);
		assertThat(value()).isEqualTo("1/2");
	}

	@ParameterizedTest
	@EnumSource
	void aFollowerThatIsCancelledDisturbsNobody(Shape shape) {
		use(shape);
		Gate gate = gate();
		CompletableFuture<String> leader = this.source.mono(1).toFuture();
		gate.awaitArrival();
		Disposable follower = this.source.mono(1).subscribe();
		CompletableFuture<String> other = this.source.mono(1).toFuture();
		await().until(() -> this.cluster.cache().statistics().misses() == 3);
		follower.dispose();
		gate.open();
		assertThat(Background.result(leader)).isEqualTo("1/1");
		assertThat(Background.result(other)).isEqualTo("1/1");
	}

	@ParameterizedTest
	@EnumSource
	void anEmptyMonoIsCachedAsNull(Shape shape) {
		use(shape);
		assertThat(ReactiveSource.block(this.source.empty(1))).isNull();
		assertThat(this.cluster.cache().get(1)).isNotNull();
		assertThat(ReactiveSource.block(this.source.empty(1))).isNull();
		assertThat(target().reads).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void anEvictionDuringTheLoadIsNotUndone(Shape shape) {
		use(shape);
		for (Mono<String> mono : List.of(this.source.mono(1), this.source.monoUnless(1))) {
			Gate gate = gate();
			CompletableFuture<String> slow = mono.toFuture();
			gate.awaitArrival();
			this.cluster.cache().evict(1);
			gate.open();
			assertThat(Background.result(slow)).startsWith("1/");
			assertThat(value()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aPutWhoseKeyIsEvictedMeanwhileRemoves(Shape shape) {
		use(shape);
		assertThat(ReactiveSource.block(this.source.monoPut(1))).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		Gate gate = gate();
		CompletableFuture<String> slow = this.source.monoPut(1).toFuture();
		gate.awaitArrival();
		this.cluster.cache().evict(1);
		gate.open();
		assertThat(Background.result(slow)).isEqualTo("1/2");
		assertThat(value()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aPutBehindTheLoadIsAWriteOfItsOwn(Shape shape) {
		use(shape);
		AtomicReference<InvocationScope> scope = new AtomicReference<>();
		Mono<String> mono = this.source.mono(1).doOnNext((loaded) -> {
			scope.set(InvocationScope.current());
			this.cluster.cache().put(1, "mine");
		});
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/1");
		assertThat(scope).hasValue(null);
		assertThat(value()).isEqualTo("mine");
	}

	@ParameterizedTest
	@EnumSource
	void crossedLoadsDoNotWaitForEachOther(Shape shape) {
		use(shape);
		Flux<String> both = Flux.merge(this.source.mono(1).flatMap((one) -> this.source.mono(2)),
				this.source.mono(2).flatMap((two) -> this.source.mono(1)));
		assertThat(both.collectList().block(Duration.ofSeconds(10))).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void aFollowerThatWaitsTooLongLoadsElsewhereThanOnTheTimer(Shape shape) {
		Cluster impatient = new Cluster(shape);
		impatient.settings.followerTimeout = Duration.ofMillis(20);
		use(impatient);
		Disposable hung = this.source.never(1).subscribe();
		await().until(() -> target().calls.get() == 1 && this.cluster.cache().statistics().misses() == 1);
		AtomicReference<String> thread = new AtomicReference<>();
		Mono<String> mono = this.source.withContext(1)
			.doOnNext((value) -> thread.set(Thread.currentThread().getName()));
		assertThat(ReactiveSource.block(mono)).isEqualTo("1/nobody");
		assertThat(thread.get()).doesNotContain("CompletableFutureDelayScheduler");
		assertThat(value()).isNull();
		hung.dispose();
	}

}
