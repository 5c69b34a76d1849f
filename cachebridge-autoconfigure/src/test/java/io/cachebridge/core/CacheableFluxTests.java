package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.util.AopTestUtils;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CacheableFluxTests {

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private @Nullable Application application;

	private ReactiveSource service = new ReactiveSource();

	private ReactiveSource source = this.service;

	private void use(Shape shape) {
		this.cluster = new Cluster(shape);
		this.application = new Application(this.cluster.node(0), ReactiveSource.class);
		this.service = this.application.get(ReactiveSource.class);
		this.source = AopTestUtils.getUltimateTargetObject(this.service);
	}

	@AfterEach
	void close() {
		assertThat(InvocationScope.current()).isNull();
		if (this.application != null) {
			this.application.close();
		}
		this.cluster.close();
	}

	private Gate gate() {
		Gate gate = new Gate();
		this.source.gate = gate;
		return gate;
	}

	private static List<String> list(Flux<String> flux) {
		List<String> list = flux.collectList().block(Duration.ofSeconds(20));
		return (list != null) ? list : List.of();
	}

	@ParameterizedTest
	@EnumSource
	void tenColdCallersLoadOnce(Shape shape) {
		use(shape);
		Gate gate = gate();
		List<CompletableFuture<List<String>>> results = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			results.add(this.service.flux(3).collectList().toFuture());
		}
		gate.awaitArrival();
		await().until(() -> this.cluster.cache().statistics().misses() == 10);
		gate.open();
		assertThat(results)
			.allSatisfy((result) -> assertThat(Background.result(result)).containsExactly("3/1/1", "3/1/2", "3/1/3"));
		assertThat(this.source.reads).hasValue(1);
		assertThat(list(this.service.flux(3))).hasSize(3);
		assertThat(this.source.reads).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void anEmptyFluxIsCached(Shape shape) {
		use(shape);
		assertThat(list(this.service.flux(0))).isEmpty();
		await().untilAsserted(() -> assertThat(this.cluster.cache().get(0)).isNotNull());
		assertThat(list(this.service.flux(0))).isEmpty();
		assertThat(this.source.reads).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void eachSubscriptionIsACallOfItsOwn(Shape shape) {
		use(shape);
		Flux<String> flux = this.service.flux(2);
		assertThat(list(flux)).containsExactly("2/1/1", "2/1/2");
		await().untilAsserted(() -> assertThat(this.cluster.cache().get(2)).isNotNull());
		assertThat(list(flux)).containsExactly("2/1/1", "2/1/2");
		this.cluster.cache().evict(2);
		assertThat(list(flux)).containsExactly("2/2/1", "2/2/2");
	}

	@ParameterizedTest
	@EnumSource
	void aRetryInvokesTheMethodAgain(Shape shape) {
		use(shape);
		this.source.failures = 2;
		assertThat(list(this.service.flux(1).retry(2))).containsExactly("1/3/1");
	}

	@ParameterizedTest
	@EnumSource
	void anEvictionDuringTheLoadIsNotUndone(Shape shape) {
		use(shape);
		Gate gate = gate();
		CompletableFuture<List<String>> slow = this.service.flux(2).collectList().toFuture();
		gate.awaitArrival();
		this.cluster.cache().evict(2);
		gate.open();
		assertThat(Background.result(slow)).hasSize(2);
		await().untilAsserted(() -> assertThat(this.cluster.cache().statistics().refusedFills()).isEqualTo(1));
		assertThat(this.cluster.cache().get(2)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aCallerThatTakesItsTimeMakesNoWriteOfTheLoad(Shape shape) {
		use(shape);
		for (int round = 1; round <= 20; round++) {
			int count = 600 + round;
			assertThat(list(this.service.flux(count).publishOn(Schedulers.parallel(), 7))).hasSize(count);
			await().untilAsserted(() -> assertThat(this.cluster.cache().get(count)).isNotNull());
		}
		assertThat(this.cluster.cache().statistics().puts()).isZero();
	}

}
