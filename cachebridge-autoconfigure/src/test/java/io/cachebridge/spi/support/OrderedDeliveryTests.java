package io.cachebridge.spi.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackplaneListener;

import static org.assertj.core.api.Assertions.assertThat;

class OrderedDeliveryTests {

	private final Hearing hearing = new Hearing();

	@Test
	void tellsOfADisconnectOnce() {
		try (OrderedDelivery delivery = new OrderedDelivery("redis", this.hearing)) {
			delivery.disconnected();
			delivery.connected();
			delivery.disconnected();
			delivery.disconnected();
			delivery.connected();
			awaitHeard(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED);
		}
	}

	@Test
	void tellsThatMessagesMayBeMissingWhenTooManyWait() {
		CountDownLatch release = new CountDownLatch(1);
		try (OrderedDelivery delivery = new OrderedDelivery("redis", new Waiting(this.hearing, release))) {
			delivery.connected();
			for (int i = 0; i < 20_000; i++) {
				delivery.message(new byte[0]);
			}
			release.countDown();
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.until(() -> Collections.frequency(this.hearing.heard(), Hearing.CONNECTED) == 2);
			assertThat(this.hearing.heard()).hasSizeLessThan(20_000);
		}
	}

	@Test
	void tellsThatMessagesMayBeMissingAfterTheListenerFailed() throws InterruptedException {
		this.hearing.before("bad", () -> {
			throw new IllegalStateException("on purpose");
		});
		try (OrderedDelivery delivery = new OrderedDelivery("redis", this.hearing)) {
			delivery.connected();
			delivery.message("bad".getBytes(StandardCharsets.UTF_8));
			delivery.message("good".getBytes(StandardCharsets.UTF_8));
			delivery.awaitDelivered();
			assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED, Hearing.CONNECTED, "good");
		}
	}

	@Test
	void tellsThatADisconnectHasCostNothing() {
		try (OrderedDelivery delivery = new OrderedDelivery("redis", this.hearing)) {
			delivery.connected();
			delivery.disconnected();
			delivery.resumed();
			delivery.disconnected();
			awaitHeard(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED, Hearing.DISCONNECTED);
			assertThat(delivery.connections()).isEqualTo(2);
		}
	}

	@Test
	void tellsAListenerThatDoesNotKnowOfResumingThatItIsConnected() throws InterruptedException {
		try (OrderedDelivery delivery = new OrderedDelivery("redis",
				new Waiting(this.hearing, new CountDownLatch(0)))) {
			delivery.connected();
			delivery.disconnected();
			delivery.resumed();
			delivery.awaitDelivered();
			assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED, Hearing.DISCONNECTED,
					Hearing.CONNECTED);
		}
	}

	@Test
	void waitsUntilTheListenerWasToldEverything() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		try (OrderedDelivery delivery = new OrderedDelivery("redis", new Waiting(this.hearing, release))) {
			delivery.connected();
			delivery.message(new byte[0]);
			release.countDown();
			delivery.awaitDelivered();
			assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED, "");
		}
	}

	@Test
	void tellsNothingAfterClose() {
		OrderedDelivery delivery = new OrderedDelivery("redis", this.hearing);
		delivery.connected();
		awaitHeard(Hearing.CONNECTED);
		delivery.close();
		delivery.message(new byte[0]);
		delivery.disconnected();
		assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED);
	}

	private void awaitHeard(String... expected) {
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.hearing.heard().equals(List.of(expected)));
	}

	private record Waiting(BackplaneListener listener, CountDownLatch release) implements BackplaneListener {

		@Override
		public void onMessage(byte[] message) {
			this.listener.onMessage(message);
		}

		@Override
		public void onConnected() {
			this.listener.onConnected();
			try {
				this.release.await(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void onDisconnected() {
			this.listener.onDisconnected();
		}

	}

}
