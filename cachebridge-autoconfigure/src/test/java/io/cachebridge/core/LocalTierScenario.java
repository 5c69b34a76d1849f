package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jetbrains.lincheck.datastructures.Operation;

import io.cachebridge.spi.Version;

/**
 * What may happen to one key of a local tier. Public for Lincheck.
 */
public class LocalTierScenario {

	private static final EntryKey KEY = EntryKey.of("a");

	private static final String TAG = "red";

	private static final Origin ORIGIN = Origin.of(new Version(1, 1), Map.of(TAG, Version.NONE));

	private final InvalidationLog log = new InvalidationLog(new AtomicLong(1));

	private final LocalTier tier = TestTiers.local(100, Duration.ZERO, this.log, () -> 0);

	private final AtomicLong source = new AtomicLong();

	/** What the source held when the latest invalidation that has returned began. */
	private final AtomicLong floor = new AtomicLong();

	@Operation
	public void load() {
		long ticket = this.log.ticket();
		long value = this.source.get();
		takeTime();
		this.tier.fill(KEY, value, Lifespan.of(Duration.ZERO), ticket, ORIGIN);
	}

	@Operation
	public boolean evictByName() {
		return change(() -> {
			this.log.raise(KEY.name());
			this.tier.remove(KEY.name());
		});
	}

	@Operation
	public boolean evictByTag() {
		return change(() -> {
			this.log.raise(Epochs.noteOf(TAG));
			this.tier.removeTagged(TAG);
		});
	}

	@Operation
	public boolean clear() {
		return change(() -> {
			this.log.raiseAll();
			this.tier.removeOutdated();
		});
	}

	@Operation
	public boolean confirm() {
		this.log.suspectAll();
		long ticket = this.log.ticket();
		LocalEntry suspect = this.tier.suspect("a");
		if (suspect != null && suspect.get() instanceof Long value && value == this.source.get()) {
			takeTime();
			this.tier.confirm(KEY, suspect, ticket);
		}
		return isServedNothingOld();
	}

	@Operation
	public boolean isServedNothingOld() {
		long least = this.floor.get();
		LocalEntry entry = this.tier.get("a");
		return entry == null || (entry.get() instanceof Long value && value >= least);
	}

	// As stores do; on few processors nobody else would come in between
	private static void takeTime() {
		LockSupport.parkNanos(1);
	}

	private boolean change(Runnable invalidation) {
		long changed = this.source.incrementAndGet();
		invalidation.run();
		this.floor.accumulateAndGet(changed, Math::max);
		return isServedNothingOld();
	}

}
