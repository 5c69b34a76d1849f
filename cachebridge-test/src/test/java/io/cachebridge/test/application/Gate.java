package io.cachebridge.test.application;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds up who wants to pass until it is opened.
 */
final class Gate {

	private static final long PATIENCE_SECONDS = 30;

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	void pass() {
		this.arrived.countDown();
		await(this.open);
	}

	void awaitArrival() {
		await(this.arrived);
	}

	void open() {
		this.open.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Nothing happened for %d seconds".formatted(PATIENCE_SECONDS));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
