package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;
import io.cachebridge.spi.Backplane;

/**
 * Connects this node with the others over a backplane, and tells them regularly that it
 * is there.
 */
final class NodeChannel implements AutoCloseable {

	private final Backplane backplane;

	private final PeriodicTasks tasks;

	private final Duration interval;

	private final NodeVoice voice;

	private final NodeEar ear;

	/** Held while a heartbeat is sent, so that none is sent after the goodbye. */
	private final ReentrantLock beating = new ReentrantLock();

	private volatile @Nullable PeriodicTask heartbeat;

	private @Nullable PeriodicTask listening;

	private volatile @Nullable PeriodicTask lateNews;

	private boolean greeted;

	private boolean closed;

	/**
	 * Creates a channel that is not heard yet.
	 * @param backplane carries the messages
	 * @param incarnation the identity of this node
	 * @param builder knows the ticker, the interval of heartbeats and what sends them
	 * @param node is told what other nodes say
	 */
	NodeChannel(Backplane backplane, long incarnation, CacheBridgeCacheManagerBuilder builder, NodeListener node) {
		this.backplane = backplane;
		this.tasks = builder.tasks;
		this.interval = builder.heartbeat;
		Ticker ticker = (builder.ticker != null) ? builder.ticker : Ticker.system();
		this.voice = new NodeVoice(backplane, incarnation, ticker, this.interval, this::tellLateSoon);
		this.ear = new NodeEar(incarnation, ticker, this.interval, node, this::beatSoon);
	}

	void start() {
		this.lateNews = this.tasks.every("late news", this.interval, this.voice::tellLate);
		this.heartbeat = this.tasks.every("heartbeat", this.interval, this::beat);
		this.listening = this.tasks.every("listening", this.interval.dividedBy(2), this.ear::look);
		this.backplane.start(this.ear);
	}

	boolean awaitHearing(Duration atMost) {
		return this.ear.awaitHearing(atMost);
	}

	Announcer announcer(String cache, CacheObserver observer) {
		return new CacheAnnouncer(this.voice, cache, observer);
	}

	BackplaneStatistics statistics() {
		return this.ear.statistics();
	}

	// The transport's threads must not wait for the transport
	private void beatSoon() {
		PeriodicTask task = this.heartbeat;
		if (task != null) {
			task.runSoon();
		}
	}

	private void tellLateSoon() {
		PeriodicTask task = this.lateNews;
		if (task != null) {
			task.runSoon();
		}
	}

	private void beat() {
		this.beating.lock();
		try {
			if (this.closed) {
				return;
			}
			if (!this.greeted && this.ear.hasEverHeard()) {
				this.greeted = true;
				this.voice.hello();
			}
			this.voice.heartbeat(this.ear.beat());
		}
		finally {
			this.beating.unlock();
		}
	}

	/**
	 * Says goodbye and closes the backplane.
	 */
	@Override
	public void close() {
		try {
			endHeartbeats();
		}
		finally {
			this.backplane.close();
		}
	}

	private void endHeartbeats() {
		PeriodicTask task = this.heartbeat;
		PeriodicTask telling = this.lateNews;
		if (this.listening != null) {
			this.listening.close();
		}
		if (telling != null) {
			telling.close();
		}
		if (task == null) {
			return;
		}
		task.close();
		this.beating.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.voice.goodbye();
			}
		}
		finally {
			this.beating.unlock();
		}
	}

}
