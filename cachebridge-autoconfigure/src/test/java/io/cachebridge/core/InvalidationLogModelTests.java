package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All interleavings, up to a bound, of threads that fill and invalidate: a slot stands
 * for the local tier, and its lock for the step of a map that stores or removes an entry.
 */
@Tag(Interleavings.TAG)
class InvalidationLogModelTests {

	private static final long OLD = 0;

	private static final long NEW = 1;

	@Test
	void noOlderTicketIsUntouchedOnceARaiseHasReturned() {
		Interleavings.of(() -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			long ticket = log.ticket();
			Interleavings.run(() -> {
				log.raise("a");
				check(!log.isUntouchedSince("a", ticket));
				check(log.isRaisedSince("a", ticket));
			}, () -> log.raise("a"), () -> log.raise("b"));
			check(!log.isUntouchedSince("a", ticket));
			check(log.isUntouchedSince("a", log.ticket()));
		});
	}

	@Test
	void aFillBesideAnInvalidationLeavesNothingOld() {
		Interleavings.of(() -> {
			Slot slot = new Slot();
			Interleavings.run(slot::fill, () -> slot.invalidate(() -> slot.log.raise("a")));
			check(!slot.servesOld());
		});
	}

	@Test
	void aFillBesideAClearLeavesNothingOld() {
		Interleavings.of(() -> {
			Slot slot = new Slot();
			Interleavings.run(slot::fill, () -> slot.invalidate(slot.log::raiseAll), slot.log::suspectAll);
			check(!slot.servesOld());
		});
	}

	@Test
	void twoClearsAtOnceOutdateWhatWasTicketedBeforeEither() {
		Interleavings.of(() -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			long ticket = log.ticket();
			Interleavings.run(() -> {
				log.raiseAll();
				check(!log.isUntouchedSince("a", ticket));
			}, log::raiseAll);
			check(!log.isUntouchedSince("a", ticket));
			check(log.isUntouchedSince("a", log.ticket()));
		});
	}

	@Test
	void ofTwoOwnWritesAtOnceAtMostOneIsKept() {
		Interleavings.of(() -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			long[] tickets = new long[2];
			Interleavings.run(() -> tickets[0] = log.raiseAfter("a", log.raise("a")),
					() -> tickets[1] = log.raiseAfter("a", log.raise("a")));
			check(!log.isUntouchedSince("a", tickets[0]) || !log.isUntouchedSince("a", tickets[1]));
		});
	}

	@Test
	void anOwnWriteIsNotKeptOnceAnotherNodesIsHeardOf() {
		Interleavings.of(() -> {
			InvalidationLog log = new InvalidationLog(new AtomicLong(1));
			AtomicLong store = new AtomicLong();
			long[] ticket = new long[1];
			Interleavings.run(() -> {
				long first = log.raise("a");
				store.set(OLD);
				ticket[0] = log.raiseAfter("a", first);
			}, () -> {
				store.set(NEW);
				log.raise("a");
			});
			check(store.get() == OLD || !log.isUntouchedSince("a", ticket[0]));
		});
	}

	@Test
	void aFillBesideALossIsNotTrusted() {
		Interleavings.of(() -> {
			Slot slot = new Slot();
			Interleavings.run(slot::fill, () -> {
				slot.source.set(NEW);
				slot.log.deaf();
				check(!slot.servesOld());
				slot.log.hears();
			}, () -> slot.log.raise("b"));
			check(!slot.servesOld());
		});
	}

	private static void check(boolean holds) {
		// Not AssertJ, which would be explored too
		if (!holds) {
			throw new AssertionError("does not hold");
		}
	}

	@Test
	void findsWhatIsWrong() {
		assertThat(Interleavings.failure(() -> {
			Slot slot = new Slot();
			Interleavings.run(slot::fill, () -> {
				slot.invalidate(() -> {
				});
				check(!slot.servesOld());
			});
		})).hasMessageContaining("does not hold");
	}

	/**
	 * One entry, filled from a source.
	 */
	private static final class Slot {

		private final InvalidationLog log = new InvalidationLog(new AtomicLong(1));

		private final AtomicLong source = new AtomicLong(OLD);

		private Long held;

		private long ticket;

		void fill() {
			long taken = this.log.ticket();
			long value = this.source.get();
			synchronized (this) {
				if (this.log.isUntouchedSince("a", taken)) {
					this.held = value;
					this.ticket = taken;
				}
			}
		}

		void invalidate(Runnable raise) {
			this.source.set(NEW);
			raise.run();
			synchronized (this) {
				if (this.held != null && !this.log.isUntouchedSince("a", this.ticket)) {
					this.held = null;
				}
			}
		}

		synchronized boolean servesOld() {
			return this.held != null && this.held == OLD && this.ticket >= this.log.floor();
		}

	}

}
