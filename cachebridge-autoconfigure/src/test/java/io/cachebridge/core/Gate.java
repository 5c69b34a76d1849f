package io.cachebridge.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds a thread at one point until the test lets it go on.
 */
final class Gate {

	private static final long SECONDS = 20;

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	/**
	 * Waits here until the gate is open.
	 */
	void pass() {
		this.arrived.countDown();
		await(this.opened);
	}

	/**
	 * Waits until somebody waits at the gate.
	 */
	void awaitArrival() {
		await(this.arrived);
	}

	void open() {
		this.opened.countDown();
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).as("waited in vain").isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
