package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.Flights.Flight;

/**
 * All interleavings, up to a bound, of callers that board flights and invalidations.
 */
@Tag(Interleavings.TAG)
class FlightsModelTests {

	@Test
	void withoutAnInvalidationNeverTwoLeadAtOnce() {
		Interleavings.of(() -> {
			Flights flights = new Flights(new InvalidationLog(new AtomicLong(1)));
			AtomicInteger leaders = new AtomicInteger();
			Runnable caller = () -> {
				Flight mine = flights.prepare(false);
				if (flights.board("a", mine) == mine) {
					check(leaders.incrementAndGet() == 1);
					leaders.decrementAndGet();
					flights.land("a", mine, "value");
				}
			};
			Interleavings.run(caller, caller, caller);
			check(flights.board("a", flights.prepare(false)) != null);
		});
	}

	@Test
	void whoComesAfterAnInvalidationNeverJoinsAnOlderFlight() {
		Interleavings.of(100, () -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			Flights flights = new Flights(log);
			AtomicLong source = new AtomicLong();
			Interleavings.run(() -> read(flights, source), () -> read(flights, source), () -> {
				source.set(1);
				log.raise("a");
				check(read(flights, source) == 1);
			});
		});
	}

	@Test
	void whoComesAfterALossNeverJoinsAnOlderFlight() {
		Interleavings.of(() -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			Flights flights = new Flights(log);
			AtomicLong source = new AtomicLong();
			Interleavings.run(() -> read(flights, source), () -> {
				source.set(1);
				log.missed();
				check(read(flights, source) == 1);
			});
		});
	}

	private static long read(Flights flights, AtomicLong source) {
		Flight mine = flights.prepare(false);
		Flight flight = flights.board("a", mine);
		if (flight != mine) {
			return (long) flight.result().join();
		}
		long value = source.get();
		flights.land("a", mine, value);
		return value;
	}

	private static void check(boolean holds) {
		// Not AssertJ, which would be explored too
		if (!holds) {
			throw new AssertionError("does not hold");
		}
	}

}
