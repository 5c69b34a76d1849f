package io.cachebridge.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds calls up until it is closed.
 */
public final class Hold implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 30;

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final Runnable onClose;

	Hold(Runnable onClose) {
		this.onClose = onClose;
	}

	/**
	 * Waits until a call is held up.
	 */
	public void awaitArrival() {
		await(this.arrived, "No call arrived");
	}

	void pass() {
		this.arrived.countDown();
		await(this.released, "The hold was not closed");
	}

	private static void await(CountDownLatch latch, String failure) {
		try {
			if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("%s within %d seconds".formatted(failure, PATIENCE_SECONDS));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting", ex);
		}
	}

	/**
	 * Lets the calls that are held up, and all later ones, go on.
	 */
	@Override
	public void close() {
		this.onClose.run();
		this.released.countDown();
	}

}
