package io.cachebridge.spi.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendUnavailableException;

/**
 * What a backplane does when its channel ends in ways that it should not.
 */
class ChannelBackplaneTests {

	private final Hearing hearing = new Hearing();

	@Test
	void listensAgainAfterAnError() {
		assertListensAgainAfter(() -> {
			throw new NoClassDefFoundError("com/acme/Codec");
		});
	}

	@Test
	void listensAgainAfterAnInterruption() {
		assertListensAgainAfter(() -> {
			throw new InterruptedException("not by closing");
		});
	}

	@Test
	void listensAgainWhenItsThreadWasInterrupted() {
		assertListensAgainAfter(() -> Thread.currentThread().interrupt());
	}

	private void assertListensAgainAfter(StoreCalls.Action end) {
		Ending channel = new Ending(end);
		StoreCalls calls = new StoreCalls("acme", (backend, operation, key,
				failure) -> new BackendUnavailableException(backend, operation, "x", failure));
		try (ChannelBackplane backplane = new ChannelBackplane(channel, calls)) {
			backplane.start(this.hearing);
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> channel.listened.get() > 2);
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.until(() -> this.hearing.heard().contains(Hearing.DISCONNECTED));
		}
	}

	/**
	 * Hears nothing for long.
	 */
	private static final class Ending implements MessageChannel {

		private final AtomicInteger listened = new AtomicInteger();

		private final StoreCalls.Action end;

		Ending(StoreCalls.Action end) {
			this.end = end;
		}

		@Override
		public int maximumMessageBytes() {
			return 1000;
		}

		@Override
		public void publish(byte[] message) {
		}

		@Override
		public void listen(OrderedDelivery delivery, CountDownLatch closed) throws Exception {
			this.listened.incrementAndGet();
			delivery.connected();
			this.end.execute();
		}

		@Override
		public void close() {
		}

	}

}
