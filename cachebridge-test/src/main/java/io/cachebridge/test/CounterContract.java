package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counters count every addition once.
 */
interface CounterContract extends BackendUnderTest {

	@Test
	default void startsCounterAtZero() {
		requires(Capability.COUNTER);
		assertThat(backend().increment(key("a"), 5, null)).isEqualTo(5);
		assertThat(backend().increment(key("b"), 0, null)).isZero();
		assertThat(backend().increment(key("c"), -3, null)).isEqualTo(-3);
	}

	@Test
	default void addsToCounter() {
		requires(Capability.COUNTER);
		backend().increment(key("a"), 5, null);
		assertThat(backend().increment(key("a"), 7, null)).isEqualTo(12);
		assertThat(backend().increment(key("a"), -20, null)).isEqualTo(-8);
		assertThat(backend().increment(key("a"), 0, null)).isEqualTo(-8);
	}

	@Test
	default void countsBeyondIntegersAndDoubles() {
		requires(Capability.COUNTER);
		long large = (1L << 62) + 1;
		assertThat(backend().increment(key("a"), large, null)).isEqualTo(large);
		assertThat(backend().increment(key("a"), 1, null)).isEqualTo(large + 1);
		assertThat(backend().increment(key("b"), -large, null)).isEqualTo(-large);
	}

	@Test
	default void keepsCountersApart() {
		requires(Capability.COUNTER);
		backend().increment(key("a"), 1, null);
		backend().increment(key("A"), 2, null);
		backend().increment(key("a "), 3, null);
		assertThat(backend().increment(key("a"), 0, null)).isEqualTo(1);
		assertThat(backend().increment(key("A"), 0, null)).isEqualTo(2);
		assertThat(backend().increment(key("a "), 0, null)).isEqualTo(3);
	}

	@Test
	default void countsEveryAdditionOnce() throws Exception {
		requires(Capability.COUNTER);
		int threads = 8;
		long additions = 50;
		Race.run(threads,
				() -> LongStream.range(0, additions).map((i) -> backend().increment(key("a"), 1, null)).sum());
		assertThat(backend().increment(key("a"), 0, null)).isEqualTo(threads * additions);
	}

	@Test
	default void givesEachOfManyAdditionsAValueOfItsOwn() throws Exception {
		requires(Capability.COUNTER);
		assertThat(Race.run(16, () -> backend().increment(key("a"), 1, Duration.ofMinutes(1))))
			.containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
	}

	@Test
	default void startsCounterAgainWhenItsTimeIsOver() {
		requires(Capability.COUNTER);
		Duration timeToLive = Duration.ofMillis(1100);
		Instant before = Instant.now();
		backend().increment(key("a"), 5, timeToLive);
		Instant after = Instant.now();
		long value = backend().increment(key("a"), 1, Duration.ofHours(1));
		assertThat(Instant.now().isAfter(before.plus(timeToLive)) || value == 6).as("counter lives its time").isTrue();
		waitUntilAfter(after.plus(timeToLive).plusMillis(5));
		assertThat(backend().increment(key("a"), 1, null)).isEqualTo(1);
	}

	@Test
	default void givesTimeOnlyToCounterThatStarts() {
		requires(Capability.COUNTER);
		backend().increment(key("a"), 5, null);
		backend().increment(key("a"), 1, Duration.ofMillis(100));
		waitUntilAfter(Instant.now().plusMillis(1200));
		assertThat(backend().increment(key("a"), 0, null)).isEqualTo(6);
	}

}
