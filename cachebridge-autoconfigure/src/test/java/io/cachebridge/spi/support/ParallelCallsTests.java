package io.cachebridge.spi.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ParallelCallsTests {

	private final ParallelCalls calls = new ParallelCalls("parallel-test", 4);

	@AfterEach
	void close() {
		this.calls.close();
	}

	@Test
	void answersInTheOrderOfTheElements() {
		List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
		assertThat(this.calls.map(numbers, (number) -> number + 1))
			.isEqualTo(numbers.stream().map((number) -> number + 1).toList());
		assertThat(this.calls.map(List.<Integer>of(), (number) -> number)).isEmpty();
	}

	@Test
	void makesAsManyCallsAtOnceAsAllowed() {
		CyclicBarrier all = new CyclicBarrier(4);
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		this.calls.each(List.of(1, 2, 3, 4), (number) -> {
			threads.add(Thread.currentThread());
			await(all);
		});
		assertThat(threads).hasSize(4).contains(Thread.currentThread());
	}

	@Test
	void makesASingleCallOnTheThreadOfTheCaller() {
		assertThat(this.calls.map(List.of(1), (number) -> Thread.currentThread()))
			.containsExactly(Thread.currentThread());
	}

	@Test
	void throwsWhatTheFirstFailingCallThrewAndBeginsNoMore() {
		AtomicInteger made = new AtomicInteger();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.calls.each(IntStream.range(0, 1000).boxed().toList(), (number) -> {
				made.incrementAndGet();
				throw new IllegalStateException("failed");
			}));
		assertThat(made).hasValueLessThanOrEqualTo(4);
	}

	@Test
	void tellsWhatWasFoundByKey() {
		assertThat(this.calls.found(List.of("c", "b", "a"), (key) -> key.equals("b") ? null : key + key))
			.containsExactly(Map.entry("c", "cc"), Map.entry("a", "aa"));
	}

	@Test
	void givesFourRoundsOfCallsOneTimeout() {
		Duration timeout = Duration.ofHours(1);
		assertThat(this.calls.deadline(0, timeout).left()).isBetween(Duration.ofMinutes(50), timeout);
		assertThat(this.calls.deadline(16, timeout).left()).isBetween(Duration.ofMinutes(50), timeout);
		assertThat(this.calls.deadline(17, timeout).left()).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
	}

	@Test
	void worksWhenClosed() {
		this.calls.close();
		assertThat(this.calls.map(List.of(1, 2, 3), (number) -> number)).containsExactly(1, 2, 3);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
