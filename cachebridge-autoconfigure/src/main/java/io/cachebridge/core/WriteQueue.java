package io.cachebridge.core;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The keys of one cache that have a write which nobody waits for, in the order in which
 * they came. The writes themselves are {@linkplain PendingWrites pending}, the last one
 * of each key; those that it has replaced are never made. A few tasks of an executor make
 * them.
 */
final class WriteQueue {

	/** So many writes of a cache are under way to its store at a time. */
	private static final int MAXIMUM_TASKS = 8;

	private final PendingWrites pending;

	private final PendingLimit limit;

	private final FirstAttempts attempts;

	private final Executor executor;

	private final CacheObserver observer;

	private final Queue<String> keys = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger tasks = new AtomicInteger();

	WriteQueue(PendingWrites pending, PendingLimit limit, FirstAttempts attempts, Executor executor,
			CacheObserver observer) {
		this.pending = pending;
		this.limit = limit;
		this.attempts = attempts;
		this.executor = executor;
		this.observer = observer;
	}

	/**
	 * Adds a write unless there is no room for it, which is counted. It is read on this
	 * node from now on, and the calling thread does not wait for the store.
	 * @param write the write
	 * @return whether it was added; if not, the caller is to make it
	 */
	boolean offer(PendingWrite write) {
		QueuePlace place = this.pending.queue(write);
		if (place == QueuePlace.NEW) {
			this.size.incrementAndGet();
			this.keys.add(write.target());
			beginUnlessEmpty();
		}
		else if (place == QueuePlace.NONE) {
			this.observer.queueFull();
		}
		return place != QueuePlace.NONE;
	}

	/**
	 * Returns how many keys there are, those included whose write is being made.
	 * @return the number of keys
	 */
	int size() {
		return this.size.get();
	}

	private boolean begins() {
		return this.tasks.getAndUpdate((number) -> Math.min(number + 1, MAXIMUM_TASKS)) < MAXIMUM_TASKS;
	}

	private void work() {
		boolean ended = false;
		try {
			makeAllThereAre();
			ended = true;
		}
		finally {
			if (!ended) {
				beginUnlessEmpty();
			}
		}
	}

	private void makeAllThereAre() {
		boolean goesOn = true;
		while (goesOn) {
			try {
				makeAll();
			}
			finally {
				this.tasks.decrementAndGet();
			}
			// One may have been added when this task had not ended yet
			goesOn = !this.keys.isEmpty() && begins();
		}
	}

	private void beginUnlessEmpty() {
		if (!this.keys.isEmpty() && begins()) {
			this.executor.execute(this::work);
		}
	}

	private void makeAll() {
		for (String key = this.keys.poll(); key != null; key = this.keys.poll()) {
			try {
				this.attempts.makeAll(key);
			}
			finally {
				this.size.decrementAndGet();
				this.limit.release();
			}
		}
	}

}
