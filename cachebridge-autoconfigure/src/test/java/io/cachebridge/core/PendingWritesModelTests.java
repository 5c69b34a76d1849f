package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All interleavings, up to a bound, of writes that the store did not take and what makes
 * up for them.
 */
@Tag(Interleavings.TAG)
class PendingWritesModelTests {

	private static final EntryKey KEY = EntryKey.of("a");

	private static final EntryKey OTHER = EntryKey.of("b");

	// Made once, as it has more locks than Lincheck follows; each test leaves it empty
	private final PendingWrites pending = new PendingWrites(new PendingLimit(1000), () -> 0, () -> {
	});

	private final PendingWrites small = new PendingWrites(new PendingLimit(1), () -> 0, () -> {
	});

	@Test
	void aWriteIsInForceFromItsReturnUntilItIsMadeUpFor() {
		Interleavings.of(100, () -> {
			Interleavings.run(() -> {
				PendingWrite evict = PendingWrite.evict(KEY);
				this.pending.add(evict);
				check(this.pending.reading(KEY) != null);
				this.pending.remove(evict);
			}, () -> {
				PendingWrite evict = PendingWrite.evict(OTHER);
				this.pending.add(evict);
				check(this.pending.reading(OTHER) != null);
				this.pending.remove(evict);
			});
			check(this.pending.isEmpty() && this.pending.all().size() == 0);
		});
	}

	@Test
	void makingUpForAnEarlierWriteLeavesALaterOneInForce() {
		Interleavings.of(40, () -> {
			PendingWrite earlier = PendingWrite.evict(KEY);
			this.pending.add(earlier);
			Interleavings.run(() -> this.pending.remove(earlier), () -> this.pending.add(PendingWrite.evict(KEY)));
			check(this.pending.reading(KEY) != null);
			check(this.pending.all().size() == 1);
			this.pending.all().forEach(this.pending::remove);
		});
	}

	@Test
	void tooManyAtOnceAreAllInForce() {
		Interleavings.of(25, () -> {
			Interleavings.run(() -> {
				this.small.add(PendingWrite.evict(KEY));
				check(this.small.reading(KEY) != null);
			}, () -> {
				this.small.add(PendingWrite.evict(OTHER));
				check(this.small.reading(OTHER) != null);
			});
			check(this.small.reading(KEY) != null);
			check(this.small.reading(OTHER) != null);
			this.small.all().forEach(this.small::remove);
			check(this.small.isEmpty());
			this.small.add(PendingWrite.evict(KEY));
			check(this.small.all().size() == 1 && this.small.all().get(0).concernsOneKey());
			this.small.all().forEach(this.small::remove);
		});
	}

	@Test
	void whatMakesUpForAnEvictionDoesNotDeleteALaterPut() {
		Interleavings.of(100, () -> {
			AtomicReference<String> store = new AtomicReference<>("old");
			PendingWrite evict = PendingWrite.evict(KEY);
			this.pending.add(evict);
			Interleavings.run(() -> this.pending.inTurn(KEY.name(), () -> {
				if (this.pending.current(evict) != null) {
					store.set(null);
					this.pending.remove(evict);
				}
				return true;
			}), () -> this.pending.inTurn(KEY.name(), () -> {
				store.set("new");
				this.pending.remove(evict);
				return true;
			}));
			check("new".equals(store.get()));
			check(this.pending.isEmpty());
		});
	}

	private static void check(boolean holds) {
		// Not AssertJ, which would be explored too
		if (!holds) {
			throw new AssertionError("does not hold");
		}
	}

}
