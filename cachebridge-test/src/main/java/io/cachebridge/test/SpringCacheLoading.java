package io.cachebridge.test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is not there is loaded once, and a load that was overtaken leaves nothing.
 */
interface SpringCacheLoading extends SpringCacheUnderTest {

	/** How many ask for the same value. */
	int CALLERS = 16;

	@Test
	default void loadsWhatIsMissingAndKeepsIt() {
		assertThat(cache().get("key", () -> "loaded")).isEqualTo("loaded");
		assertHolds("key", "loaded");
		assertThat(cache().get("key", this::mustNotBeLoaded)).isEqualTo("loaded");
	}

	@Test
	default void doesNotLoadWhatIsThere() {
		cache().put("key", "value");
		assertThat(cache().get("key", this::mustNotBeLoaded)).isEqualTo("value");
		cache().put("null", null);
		assertThat(cache().get("null", this::mustNotBeLoaded)).isNull();
	}

	@Test
	default void loadsNullAndKeepsIt() {
		assertThat(cache().<@Nullable String>get("key", () -> null)).isNull();
		assertHolds("key", null);
		assertThat(cache().get("key", this::mustNotBeLoaded)).isNull();
	}

	@Test
	default void loadsAgainAfterEvict() {
		cache().get("key", () -> "first");
		cache().evict("key");
		assertThat(cache().get("key", () -> "second")).isEqualTo("second");
	}

	@Test
	default void tellsFailureOfLoader() {
		for (Exception failure : List.of(new IOException("checked"), new IllegalStateException("unchecked"))) {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache().get("key", () -> {
				throw failure;
			})).satisfies((thrown) -> {
				assertThat(thrown.getKey()).isEqualTo("key");
				assertThat(thrown).hasCause(failure);
			});
			assertMisses("key");
		}
		assertThat(cache().get("key", () -> "loaded")).isEqualTo("loaded");
	}

	@Test
	default void tellsErrorOfLoader() {
		Error error = new AssertionError("error");
		Throwable thrown = catchThrowable(() -> cache().get("key", () -> {
			throw error;
		}));
		assertThat((thrown instanceof ValueRetrievalException) ? thrown.getCause() : thrown).isSameAs(error);
		assertThat(cache().get("key", () -> "loaded")).isEqualTo("loaded");
	}

	@Test
	default void loadsOnceForManyCallers() throws Exception {
		for (int round = 0; round < 5; round++) {
			AtomicInteger loads = new AtomicInteger();
			CountDownLatch callers = new CountDownLatch(CALLERS);
			String key = "key" + round;
			List<@Nullable Object> values = Race.run(CALLERS, () -> {
				callers.countDown();
				return cache().get(key, () -> {
					await(callers);
					return "load " + loads.incrementAndGet();
				});
			});
			assertThat(values).containsOnly("load 1");
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	default void loadsNullOnceForManyCallers() throws Exception {
		AtomicInteger loads = new AtomicInteger();
		CountDownLatch callers = new CountDownLatch(CALLERS);
		List<@Nullable Object> values = Race.run(CALLERS, () -> {
			callers.countDown();
			return cache().get("key", () -> {
				await(callers);
				loads.incrementAndGet();
				return null;
			});
		});
		assertThat(values).containsOnlyNulls();
		assertThat(loads).hasValue(1);
	}

	@Test
	default void tellsFailureToManyCallers() throws Exception {
		CountDownLatch callers = new CountDownLatch(CALLERS);
		IOException failure = new IOException("no value");
		List<Throwable> failures = Race.run(CALLERS, () -> {
			callers.countDown();
			return catchThrowable(() -> cache().get("key", () -> {
				await(callers);
				throw failure;
			}));
		});
		assertThat(failures)
			.allSatisfy((thrown) -> assertThat(thrown).isInstanceOf(ValueRetrievalException.class).hasCause(failure));
		assertMisses("key");
	}

	@Test
	default void loadsOtherKeyInsideALoad() throws Exception {
		List<@Nullable String> values = Race.run(1,
				() -> cache().get("outer", () -> "outer of " + cache().get("inner", () -> "inner")));
		assertThat(values).containsExactly("outer of inner");
		assertHolds("inner", "inner");
		assertHolds("outer", "outer of inner");
	}

	@Test
	default void loadsSameKeyInsideItsOwnLoad() throws Exception {
		List<@Nullable String> values = Race.run(1,
				() -> cache().get("key", () -> "outer of " + cache().get("key", () -> "inner")));
		assertThat(values).containsExactly("outer of inner");
	}

	@Test
	default void loadsTwoKeysThatNeedEachOther() throws Exception {
		CountDownLatch bothLoading = new CountDownLatch(2);
		List<Callable<@Nullable String>> crossed = List.of(() -> loadThrough("a", "b", bothLoading),
				() -> loadThrough("b", "a", bothLoading));
		assertThat(Race.run(crossed)).allSatisfy((value) -> assertThat(value).isNotNull());
	}

	@Test
	default void keepsNoValueOfALoadOvertakenByEvict() throws Exception {
		overtakeLoad(() -> cache().evict("key"));
		assertMisses("key");
	}

	@Test
	default void keepsNoValueOfALoadOvertakenByEvictIfPresent() throws Exception {
		overtakeLoad(() -> cache().evictIfPresent("key"));
		assertMisses("key");
	}

	@Test
	default void keepsNoValueOfALoadOvertakenByClear() throws Exception {
		overtakeLoad(() -> cache().clear());
		assertMisses("key");
	}

	@Test
	default void keepsPutThatOvertookALoad() throws Exception {
		overtakeLoad(() -> cache().put("key", "put"));
		assertHolds("key", "put");
	}

	private @Nullable String loadThrough(String key, String other, CountDownLatch bothLoading) {
		return cache().get(key, () -> {
			bothLoading.countDown();
			await(bothLoading);
			return key + cache().get(other, () -> other);
		});
	}

	/**
	 * Loads a value, and while the loader runs has another thread do something. It may
	 * return only after the load, if the cache is one that makes writers wait.
	 * @param change what the other thread does
	 * @throws Exception if the change fails
	 */
	private void overtakeLoad(Runnable change) throws Exception {
		AtomicInteger begun = new AtomicInteger();
		CompletableFuture<?>[] changed = new CompletableFuture<?>[1];
		assertThat(cache().get("key", () -> {
			begun.incrementAndGet();
			CountDownLatch changing = new CountDownLatch(1);
			changed[0] = CompletableFuture.runAsync(() -> {
				changing.countDown();
				change.run();
			}, (task) -> new Thread(task).start());
			await(changing);
			waitABit(changed[0]);
			return "overtaken";
		})).isEqualTo("overtaken");
		changed[0].get(1, TimeUnit.MINUTES);
		assertThat(begun).hasValue(1);
	}

	private static void waitABit(CompletableFuture<?> change) throws InterruptedException, ExecutionException {
		try {
			change.get(300, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			assertThat(change).isNotDone();
		}
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
	}

	private Object mustNotBeLoaded() {
		throw new AssertionError("must not be loaded");
	}

}
