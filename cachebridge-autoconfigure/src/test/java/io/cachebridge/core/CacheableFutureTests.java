package io.cachebridge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.util.AopTestUtils;

import io.cachebridge.spi.BackendUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class CacheableFutureTests {

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private @Nullable Application application;

	private ReactiveSource service = new ReactiveSource();

	private ReactiveSource source = this.service;

	private void use(Shape shape) {
		use(new Cluster(shape));
	}

	private void use(Cluster cluster) {
		this.cluster = cluster;
		this.application = new Application(cluster.node(0), ReactiveSource.class);
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

	private @Nullable Object value() {
		return this.cluster.cache().get(1, Object.class);
	}

	@ParameterizedTest
	@EnumSource
	void tenColdCallersLoadOnce(Shape shape) {
		use(shape);
		Gate gate = gate();
		List<CompletableFuture<String>> results = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			results.add(this.service.future(1));
		}
		gate.awaitArrival();
		gate.open();
		assertThat(results).allSatisfy((result) -> assertThat(Background.result(result)).isEqualTo("1/1"));
		assertThat(this.source.reads).hasValue(1);
		assertThat(Background.result(this.service.future(1))).isEqualTo("1/1");
	}

	@ParameterizedTest
	@EnumSource
	void unlessStoresUnlessItDoesNot(Shape shape) {
		use(shape);
		assertThat(Background.result(this.service.futureUnless(1))).isEqualTo("1/1");
		await().untilAsserted(() -> assertThat(value()).isEqualTo("1/1"));
		assertThat(Background.result(this.service.futureUnless(1))).isEqualTo("1/1");
		assertThat(Background.result(this.service.futureUnless("secret"))).isEqualTo("secret/2");
		assertThat(Background.result(this.service.futureUnless("secret"))).isEqualTo("secret/3");
		assertThat(this.cluster.cache().statistics().puts()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void anEvictionDuringTheLoadIsNotUndone(Shape shape) {
		use(shape);
		for (boolean unless : new boolean[] { false, true }) {
			Gate gate = gate();
			CompletableFuture<String> slow = unless ? this.service.futureUnless(1) : this.service.future(1);
			gate.awaitArrival();
			this.cluster.cache().evict(1);
			gate.open();
			assertThat(Background.result(slow)).startsWith("1/");
			assertThat(value()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void theResultOfALoadIsNeverAWriteOfItsOwn(Shape shape) {
		use(shape);
		for (int i = 0; i < 300; i++) {
			assertThat(Background.result(this.service.futureUnless(i))).isNotNull();
		}
		assertThat(this.cluster.cache().statistics().puts()).isZero();
		assertThat(this.cluster.cache().statistics().loads()).isEqualTo(300);
	}

	@ParameterizedTest
	@EnumSource
	void aPutWhoseKeyIsEvictedMeanwhileRemoves(Shape shape) {
		use(shape);
		assertThat(Background.result(this.service.futurePut(1))).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		Gate gate = gate();
		CompletableFuture<String> slow = this.service.futurePut(1);
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
		for (boolean unless : new boolean[] { false, true }) {
			Gate gate = gate();
			AtomicReference<InvocationScope> scope = new AtomicReference<>();
			CompletableFuture<String> load = unless ? this.service.futureUnless(1) : this.service.future(1);
			CompletableFuture<Void> behind = load.thenAccept((loaded) -> {
				scope.set(InvocationScope.current());
				this.cluster.cache().put(1, "mine");
			});
			gate.awaitArrival();
			gate.open();
			assertThat(Background.result(behind)).isNull();
			assertThat(scope).hasValue(null);
			assertThat(value()).isEqualTo("mine");
			this.cluster.cache().evict(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aFailureIsTheMethodsOwn(Shape shape) {
		use(shape);
		this.source.failures = 2;
		assertThatThrownBy(() -> this.service.future(1).get()).hasRootCauseMessage("failure 1");
		assertThatThrownBy(() -> this.service.futureUnless(1).get()).hasRootCauseMessage("failure 2");
		assertThat(Background.result(this.service.future(1))).isEqualTo("1/3");
		assertThat(this.cluster.cache().statistics().loadFailures()).isEqualTo(2);
	}

	@Test
	void aStoreThatFailsIsToldByItsOwnException() {
		Cluster strict = new Cluster(Shape.REMOTE);
		strict.settings.onError = CacheSettings.OnError.THROW;
		use(strict);
		strict.store.failAlways();
		assertThatThrownBy(() -> this.service.future(1).get())
			.hasCauseExactlyInstanceOf(BackendUnavailableException.class);
		assertThatThrownBy(() -> this.service.futureUnless(1).get())
			.hasCauseExactlyInstanceOf(BackendUnavailableException.class);
		strict.store.work();
		assertThat(Background.result(this.service.future(1))).isEqualTo("1/1");
	}

}
