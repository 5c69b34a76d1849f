package io.cachebridge.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Cached methods that take too long, or are too many.
 */
class AnnotatedLoadTimeoutTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final Background background = new Background();

	private @Nullable Application application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		this.background.close();
		this.cluster.close();
	}

	private Things start(@Nullable Duration soft, @Nullable Duration hard, int most) {
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		this.cluster.settings.softTimeout = soft;
		this.cluster.settings.hardTimeout = hard;
		this.cluster.settings.maximumConcurrent = most;
		Application started = new Application(this.cluster.node(0), Things.class);
		this.application = started;
		return started.get(Things.class);
	}

	static Stream<Arguments> methods() {
		return Stream
			.concat(Stream.of(method("unless", Things::unless), method("mono", (things) -> things.mono().block()),
					method("unlessFuture", (things) -> things.unlessFuture().join())), shared());
	}

	static Stream<Arguments> shared() {
		return Stream.of(method("shared", Things::shared),
				method("optional", (things) -> things.optional().orElse(null)),
				method("future", (things) -> things.future().join()));
	}

	private static Arguments method(String name, Method method) {
		return Arguments.of(name, method);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void areInterruptedAndTellIt(String name, Method method) {
		Things things = start(null, Duration.ofMillis(50), 0);
		assertThatThrownBy(() -> method.call(things))
			.satisfies((failure) -> assertThat((failure.getCause() != null) ? failure.getCause() : failure)
				.isInstanceOf(LoadTimeoutException.class));
		await().until(() -> this.cluster.cache().statistics().loading().hung() == 0);
		assertThat(this.cluster.cache().statistics().loading().hardTimeouts()).isOne();
		assertThat(this.cluster.cache().statistics().loadFailures()).isOne();
		things.finish();
		assertThat(method.call(things)).isEqualTo("value");
		assertThat(this.cluster.cache().get("key", String.class)).isEqualTo("value");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void giveTheLastValueIfTheyTakeTooLong(String name, Method method) {
		Things things = start(null, Duration.ofMillis(50), 0);
		outlive();
		assertThat(method.call(things)).isEqualTo("old");
		assertThat(method.call(things)).isEqualTo("old");
		assertThat(this.cluster.cache().statistics().loading().hardTimeouts()).isOne();
		assertThat(this.cluster.cache().get("key")).isNull();
	}

	private void outlive() {
		this.cluster.cache().put("key", "old");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("shared")
	void giveTheLastValueAtOnceAndAreStored(String name, Method method) {
		Things things = start(Duration.ZERO, null, 0);
		outlive();
		assertThat(method.call(things)).isEqualTo("old");
		things.finish();
		await().untilAsserted(() -> assertThat(this.cluster.cache().get("key", String.class)).isEqualTo("value"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void areNotStoredIfThereIsNoRoom(String name, Method method) {
		Things things = start(null, null, 1);
		things.finish();
		Gate gate = new Gate();
		Future<String> other = this.background.call(() -> this.cluster.cache().get("other", () -> {
			gate.pass();
			return "other";
		}));
		gate.awaitArrival();
		assertThat(method.call(things)).isEqualTo("value");
		assertThat(this.cluster.cache().get("key")).isNull();
		assertThat(this.cluster.cache().statistics().loading().rejected()).isOne();
		outlive();
		assertThat(method.call(things)).isEqualTo("old");
		gate.open();
		assertThat(Background.result(other)).isEqualTo("other");
		// A publisher tells its caller before those who may still join it
		await().untilAsserted(() -> assertThat(method.call(things)).isEqualTo("value"));
		assertThat(this.cluster.cache().get("key", String.class)).isEqualTo("value");
	}

	@Test
	void aspectsInsideFindTheirInvocation() {
		Things things = start(null, Duration.ofSeconds(20), 0);
		things.finish();
		assertThat(things.invoked()).isEqualTo("invoked");
		assertThat(things.invokedUnless()).isEqualTo("invokedUnless");
	}

	private interface Method {

		@Nullable Object call(Things things);

	}

	static class Things {

		private volatile CountDownLatch finished = new CountDownLatch(1);

		void finish() {
			this.finished.countDown();
		}

		private String load() {
			try {
				this.finished.await();
				return "value";
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(this::load, (task) -> {
				Thread thread = new Thread(task, "source");
				thread.setDaemon(true);
				thread.start();
			});
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'")
		String shared() {
			return load();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'", unless = "#result == 'none'")
		String unless() {
			return load();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'")
		Optional<String> optional() {
			return Optional.of(load());
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'")
		CompletableFuture<String> future() {
			return later();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'", unless = "#result == 'none'")
		CompletableFuture<String> unlessFuture() {
			return later();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'key'")
		Mono<String> mono() {
			return Mono.fromFuture(this::later);
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'invoked'")
		String invoked() {
			return ExposeInvocationInterceptor.currentInvocation().getMethod().getName();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "'unless'", unless = "#result == 'none'")
		String invokedUnless() {
			return ExposeInvocationInterceptor.currentInvocation().getMethod().getName();
		}

	}

}
