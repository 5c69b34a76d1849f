package io.cachebridge.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the system's time a few hundred times a second and hands out the last reading.
 * Asking the system on each local hit would cost several times the hit itself; an entry
 * that lives a few milliseconds longer costs nothing.
 */
final class CoarseTicker implements Ticker, AutoCloseable {

	private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(5);

	private final Thread thread = new Thread(this::run, "cachebridge-ticker");

	private volatile long now = System.nanoTime();

	private volatile boolean closed;

	CoarseTicker() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public long read() {
		return this.now;
	}

	private void run() {
		while (!this.closed) {
			this.now = System.nanoTime();
			LockSupport.parkNanos(this, PERIOD);
		}
	}

	/**
	 * Stops the thread. Later readings stand still.
	 */
	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
