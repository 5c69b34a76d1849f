package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.core.NodeMessage.Kind;
import io.cachebridge.spi.BackplaneListener;

/**
 * Hears what other nodes say, and knows when it may have missed something. Called by
 * several threads: whatever changes does so under one lock, under which the transport is
 * never called.
 */
final class NodeEar implements BackplaneListener {

	private static final Log logger = LogFactory.getLog(NodeEar.class);

	private final long incarnation;

	private final Ticker ticker;

	private final NodeListener node;

	private final Runnable heartbeat;

	private final SuspicionCounts counts = new SuspicionCounts();

	private final ReentrantLock lock = new ReentrantLock();

	private final Hearing hearing;

	private final Senders senders;

	private final CountDownLatch everHeard = new CountDownLatch(1);

	/**
	 * Creates an ear that hears nothing yet.
	 * @param incarnation the identity of this node
	 * @param ticker tells how time passes
	 * @param interval the time between two heartbeats
	 * @param node is told what is heard
	 * @param heartbeat sends a heartbeat soon, without waiting
	 */
	NodeEar(long incarnation, Ticker ticker, Duration interval, NodeListener node, Runnable heartbeat) {
		this.incarnation = incarnation;
		this.ticker = ticker;
		this.node = node;
		this.heartbeat = heartbeat;
		// Heard of again after one interval, and for half of one on its way
		long patience = Nanos.of(interval) / 2 * 3;
		this.hearing = new Hearing(patience);
		this.senders = new Senders(patience);
	}

	@Override
	public void onMessage(byte[] bytes) {
		NodeMessage message = NodeMessage.read(bytes);
		if (message == null) {
			unreadable(NodeMessage.readSender(bytes));
		}
		else if (message.incarnation() != this.incarnation) {
			// Counts as heard once it has had its effect
			this.node.received(message);
			heard(message);
			if (message.kind() == Kind.HELLO) {
				// Tells the new node early how far this one got
				this.heartbeat.run();
			}
		}
		else if (message.kind() == Kind.HEARTBEAT) {
			echo(message.pulse().beat());
		}
	}

	private void heard(NodeMessage message) {
		Missing missing = Missing.NOTHING;
		this.lock.lock();
		try {
			if (this.hearing.hears() || this.hearing.isResumable()) {
				missing = orLost(this.senders.heard(message, this.ticker.read()));
			}
		}
		finally {
			this.lock.unlock();
		}
		switch (missing) {
			case NOTHING -> {
			}
			case BEGINNING -> this.node.suspected(SuspicionReason.GAP);
			case SOMETHING -> suspect(SuspicionReason.GAP);
		}
	}

	private void unreadable(@Nullable Long sender) {
		this.counts.unreadable();
		logger.debug("A message of an unknown format was ignored");
		boolean suspicious = false;
		this.lock.lock();
		try {
			if (sender != null && (this.hearing.hears() || this.hearing.isResumable())) {
				this.senders.heardUnreadable(sender, this.ticker.read());
				suspicious = orLost(Missing.SOMETHING) == Missing.SOMETHING;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (suspicious) {
			suspect(SuspicionReason.FORMAT);
		}
	}

	// Who does not hear suspects everything anyway, once it does
	private Missing orLost(Missing missing) {
		if (missing == Missing.NOTHING || this.hearing.hears()) {
			return missing;
		}
		this.hearing.lost();
		return Missing.NOTHING;
	}

	private void echo(long beat) {
		boolean first = false;
		this.lock.lock();
		try {
			long now = this.ticker.read();
			if (!this.hearing.echo(beat, now)) {
				return;
			}
			beginHearing(now);
			first = !hasEverHeard();
			this.everHeard.countDown();
		}
		finally {
			this.lock.unlock();
		}
		if (first) {
			this.heartbeat.run();
		}
	}

	private void beginHearing(long now) {
		if (this.hearing.isResumable()) {
			this.hearing.lost();
			this.senders.resumeHearing(now);
			this.node.resumes();
			logger.info("Hearing other nodes, and nothing was missed");
			return;
		}
		this.senders.beginHearing(now);
		this.node.hears();
		logger.info("Hearing other nodes");
		if (hasEverHeard()) {
			this.counts.suspected(this.hearing.deafness());
		}
	}

	@Override
	public void onResumed() {
		change(() -> this.hearing.resumed(this.ticker.read()));
		this.heartbeat.run();
	}

	@Override
	public void onConnected() {
		change(() -> this.hearing.connected(this.ticker.read()));
		this.heartbeat.run();
	}

	@Override
	public void onDisconnected() {
		change(this.hearing::disconnected);
	}

	private void change(Runnable change) {
		this.lock.lock();
		try {
			boolean heard = this.hearing.hears();
			change.run();
			if (heard && !this.hearing.hears()) {
				this.node.deaf();
				logger.info("Not hearing other nodes; nothing is served from this one alone");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begins a heartbeat.
	 * @return its number
	 */
	long beat() {
		this.lock.lock();
		try {
			return this.hearing.beat();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Looks what should have been heard by now. To be called twice an interval, so that
	 * nothing goes unnoticed for longer than two intervals.
	 */
	void look() {
		change(this::lookForEcho);
		List<SuspicionReason> reasons = new ArrayList<>();
		this.lock.lock();
		try {
			if (this.hearing.hears()) {
				reasons.addAll(this.senders.overdue(this.ticker.read()));
			}
		}
		finally {
			this.lock.unlock();
		}
		reasons.forEach(this::suspect);
	}

	private void lookForEcho() {
		if (this.hearing.missesEcho(this.ticker.read())) {
			logger.warn("Own heartbeats do not come back over the backplane, which must carry messages to their "
					+ "sender too; nothing is served from this node alone until they do");
		}
	}

	private void suspect(SuspicionReason reason) {
		this.counts.suspected(reason);
		this.node.suspected(reason);
	}

	boolean hasEverHeard() {
		return this.everHeard.getCount() == 0;
	}

	/**
	 * Waits until this node hears the others for the first time.
	 * @param atMost how long to wait
	 * @return whether it has heard them
	 */
	boolean awaitHearing(Duration atMost) {
		try {
			return this.everHeard.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return hasEverHeard();
		}
	}

	BackplaneStatistics statistics() {
		this.lock.lock();
		try {
			return this.counts.statistics(this.hearing.hears());
		}
		finally {
			this.lock.unlock();
		}
	}

}
