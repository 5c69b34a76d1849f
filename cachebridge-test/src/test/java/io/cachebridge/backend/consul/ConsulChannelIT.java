package io.cachebridge.backend.consul;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.consul.RetainedMessages.Retention;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;
import io.cachebridge.test.server.ConsulServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes remove old messages, each hears all the same, and nobody is told that any are
 * missing.
 */
class ConsulChannelIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	private static final int MESSAGES = 300;

	private final String channel = "channel-" + UUID.randomUUID();

	private final KeyValueStore store = new KeyValueStore(
			new ConsulHttp(HttpClient.newHttpClient(), () -> URI.create(consul.url()), Duration.ofSeconds(5)));

	@Test
	void removesOldMessagesThatEverybodyHasHeard() throws Exception {
		Retention retention = new Retention(Duration.ofSeconds(3), 20, Duration.ofSeconds(1), Duration.ofMillis(500));
		Notes first = new Notes();
		Notes second = new Notes();
		try (Backplane one = backplane(retention); Backplane other = backplane(retention)) {
			one.start(first);
			other.start(second);
			Awaitility.await().until(() -> first.connections.get() == 1 && second.connections.get() == 1);
			for (int i = 0; i < MESSAGES; i++) {
				((i % 3 != 0) ? one : other).publish(String.valueOf(i).getBytes(StandardCharsets.UTF_8));
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> messages() < 20);
			one.publish("last".getBytes(StandardCharsets.UTF_8));
			for (Notes notes : List.of(first, second)) {
				Awaitility.await().until(() -> notes.heard.size() > MESSAGES);
				assertThat(notes.heard).hasSize(MESSAGES + 1).doesNotHaveDuplicates().endsWith("last");
				assertThat(notes.connections).hasValue(1);
			}
		}
	}

	private int messages() throws Exception {
		return this.store.keys(MessageKeys.of("cachebridge", this.channel).place()).size() - 1;
	}

	private Backplane backplane(Retention retention) {
		MessageKeys keys = MessageKeys.of("cachebridge", this.channel);
		return new ChannelBackplane(new ConsulChannel(this.store, keys, retention),
				new StoreCalls("consul", new ConsulFailures("cachebridge.consul", "cachebridge")));
	}

	private static final class Notes implements BackplaneListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final AtomicInteger connections = new AtomicInteger();

		@Override
		public void onMessage(byte[] message) {
			this.heard.add(new String(message, StandardCharsets.UTF_8));
		}

		@Override
		public void onConnected() {
			this.connections.incrementAndGet();
		}

		@Override
		public void onDisconnected() {
			// A connection that follows is counted
		}

	}

}
