package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many writes a node remembers that no store has acknowledged, in all its caches. At
 * most half of them wait in queues, so that a store which fails does not turn a queue
 * into a clear.
 */
final class PendingLimit {

	private final int maximum;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger queued = new AtomicInteger();

	PendingLimit(int maximum) {
		this.maximum = maximum;
	}

	/**
	 * Asks for room in a queue, which is to be {@linkplain #release() given back}.
	 * @return whether there is any
	 */
	boolean reserve() {
		if (this.count.get() >= this.maximum) {
			return false;
		}
		int most = this.maximum / 2;
		return this.queued.getAndUpdate((number) -> Math.min(number + 1, most)) < most;
	}

	/**
	 * A write has left its queue.
	 */
	void release() {
		this.queued.decrementAndGet();
	}

	/**
	 * Writes are remembered, whether there is room for them or not, or not any more.
	 * @param change how many more there are
	 */
	void add(int change) {
		this.count.addAndGet(change);
	}

	/**
	 * Tells whether there are more writes than may be.
	 * @return {@code true} if there are
	 */
	boolean isPassed() {
		return this.count.get() > this.maximum;
	}

}
