package io.cachebridge.core;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.cachebridge.core.NodeMessage.Kind;

/**
 * What is told without its caller, as the transport hangs. One after the other, so that
 * one is always on its way when the transport goes on, and the rest follows.
 */
final class LateNews {

	/** Whoever hears of the end of more than that notices that something is missing. */
	private static final int MOST = 1000;

	private final BlockingQueue<Late> waiting = new ArrayBlockingQueue<>(MOST);

	private final AtomicBoolean announced = new AtomicBoolean();

	private final Consumer<Late> ended;

	/**
	 * Creates an empty queue.
	 * @param ended is told which will not be told any more
	 */
	LateNews(Consumer<Late> ended) {
		this.ended = ended;
	}

	/**
	 * Adds news unless there are too many.
	 * @param late the news
	 * @param tellSoon has {@link #tellAll} called
	 */
	void add(Late late, Runnable tellSoon) {
		if (!this.waiting.offer(late)) {
			this.ended.accept(late);
		}
		else if (this.announced.compareAndSet(false, true)) {
			tellSoon.run();
		}
	}

	/**
	 * Tells all there are. Called by one thread at a time.
	 * @param teller tells, and then ends them
	 */
	void tellAll(Consumer<Late> teller) {
		this.announced.set(false);
		for (Late late = this.waiting.poll(); late != null; late = this.waiting.poll()) {
			try {
				teller.accept(late);
			}
			finally {
				this.ended.accept(late);
			}
		}
	}

	/**
	 * A change was made of which may still have to be told that it was not.
	 * @param kind what happened
	 * @param made to what
	 */
	void withdraw(Kind kind, CacheNews made) {
		for (Late late : this.waiting) {
			if (late.isOutdatedBy(kind, made) && this.waiting.remove(late)) {
				this.ended.accept(late);
			}
		}
	}

	/**
	 * News that wait.
	 *
	 * @param number their number
	 * @param kind what happened
	 * @param news to what
	 */
	record Late(long number, Kind kind, CacheNews news) {

		boolean isOutdatedBy(Kind other, CacheNews made) {
			return this.news.cache().equals(made.cache())
					&& (other == Kind.ALL || (other == this.kind && this.news.name().equals(made.name())));
		}

	}

}
