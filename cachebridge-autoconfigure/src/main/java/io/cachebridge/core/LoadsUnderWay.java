package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that run on this node, wherever: how many there may be at a
 * time, and which of them hang.
 */
final class LoadsUnderWay {

	/** A load may take its time; nobody looks at health for a shorter one. */
	private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

	private final Set<UnderWay> running = ConcurrentHashMap.newKeySet();

	private final @Nullable Semaphore room;

	private final Ticker ticker;

	private final long patience;

	private final LongAdder softTimeouts = new LongAdder();

	private final LongAdder hardTimeouts = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	LoadsUnderWay(CacheSettings settings, Ticker ticker) {
		int most = settings.loader().maximumConcurrent();
		this.room = (most > 0) ? new Semaphore(most) : null;
		this.ticker = ticker;
		this.patience = Math.max(Nanos.of(settings.followerTimeout()), Nanos.of(LEAST_PATIENCE));
	}

	/**
	 * A load is about to begin.
	 * @return the load, or {@code null} if there is no room for it, which counts
	 */
	@Nullable UnderWay begin() {
		if (this.room != null && !this.room.tryAcquire()) {
			reject();
			return null;
		}
		return begin(this.room);
	}

	/**
	 * A caller is about to call its own loader for itself, as if there were no cache.
	 * @return the load, for which there need not be room
	 */
	UnderWay beginAnyway() {
		return begin(null);
	}

	private UnderWay begin(@Nullable Semaphore taken) {
		UnderWay begun = new UnderWay(taken, this.ticker.read());
		this.running.add(begun);
		return begun;
	}

	/**
	 * There was no room for a load.
	 */
	void reject() {
		this.rejected.increment();
	}

	/**
	 * A caller was given an older value while its load goes on.
	 */
	void softTimeout() {
		this.softTimeouts.increment();
	}

	LoadStatistics statistics() {
		long now = this.ticker.read();
		long hung = this.running.stream().filter((each) -> each.isHung(now)).count();
		return new LoadStatistics(this.softTimeouts.sum(), this.hardTimeouts.sum(), this.rejected.sum(), hung);
	}

	/**
	 * A load that runs, and takes room until it has really ended.
	 */
	final class UnderWay {

		private final @Nullable Semaphore taken;

		private final long begun;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean givenUp;

		private UnderWay(@Nullable Semaphore taken, long begun) {
			this.taken = taken;
			this.begun = begun;
		}

		/**
		 * Nobody waits for this load any more. It hangs until it ends.
		 */
		void giveUp() {
			this.givenUp = true;
			LoadsUnderWay.this.hardTimeouts.increment();
		}

		/**
		 * This load has ended. To be called once or more.
		 */
		void end() {
			if (this.ended.compareAndSet(false, true)) {
				LoadsUnderWay.this.running.remove(this);
				if (this.taken != null) {
					this.taken.release();
				}
			}
		}

		private boolean isHung(long now) {
			return this.givenUp || now - this.begun > LoadsUnderWay.this.patience;
		}

	}

}
