package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a load wait while another node loads the same key, which it knows by the
 * reservation that node has left. It goes on when it is told that the other load has
 * ended, or after half the time that callers wait for each other, so that its own
 * followers need not give up: the other node may have died. Then several nodes may load,
 * and the first result is stored. Nobody here waits for the same reservation again.
 */
final class ClusterLoads {

	/** Finds out what a lost message would have told. */
	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

	private final ConcurrentMap<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

	private final Leases leases;

	private final Reservations reservations;

	private final Announcer announcer;

	private final long patience;

	ClusterLoads(Leases leases, Reservations reservations, Announcer announcer, Duration followerTimeout) {
		this.leases = leases;
		this.reservations = reservations;
		this.announcer = announcer;
		this.patience = Nanos.of(followerTimeout) / 2;
	}

	/**
	 * Waits while another node loads. A load that needs another value does not wait: that
	 * one may need this one.
	 * @param key the key
	 * @param lease what a look has found
	 * @param again looks again
	 * @return what was found last
	 */
	Lookup await(EntryKey key, Lookup lease, Supplier<Lookup> again) {
		if (!this.reservations.isAwaited(lease.reading()) || LoadMark.isLoading()) {
			return lease;
		}
		long until = System.nanoTime() + this.patience;
		while (true) {
			CountDownLatch told = this.waiting.computeIfAbsent(key.name(), (name) -> new CountDownLatch(1));
			try {
				Lookup found = again.get();
				long left = until - System.nanoTime();
				if (!this.reservations.isAwaited(found.reading())) {
					return found;
				}
				if (left <= 0) {
					this.reservations.giveUpOn(found.reading());
					return found;
				}
				if (!pause(told, Math.min(left, POLL))) {
					return found;
				}
			}
			finally {
				this.waiting.remove(key.name(), told);
			}
		}
	}

	private static boolean pause(CountDownLatch told, long nanos) {
		try {
			told.await(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * A load has brought a value, which was stored if it could be.
	 * @param key the key
	 */
	void filled(EntryKey key) {
		this.announcer.filled(key.name());
	}

	/**
	 * A load has brought nothing to store: another node may load now.
	 * @param key the key
	 * @param lease the lease of the load
	 */
	void abandoned(EntryKey key, Lookup lease) {
		if (this.leases.release(key, lease.reading())) {
			this.announcer.filled(key.name());
		}
	}

	/**
	 * Another node tells that its load has ended.
	 * @param keyName the name of the key
	 */
	void told(String keyName) {
		CountDownLatch told = this.waiting.remove(keyName);
		if (told != null) {
			told.countDown();
		}
	}

}
