package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;
import io.cachebridge.test.server.ConsulServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node hears that was disconnected for a while, and what it is told of messages
 * that it cannot hear any more.
 */
class ConsulBackplaneIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.exclusive();

	private static final String CONNECTED = "<connected>";

	private static final String DISCONNECTED = "<disconnected>";

	private static final String RESUMED = "<resumed>";

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private final AtomicInteger large = new AtomicInteger();

	private final String channel = "channel-" + UUID.randomUUID();

	private final String place = "cachebridge-backplane/" + this.channel + "/";

	private TcpProxy proxy;

	private Backplane sender;

	@BeforeEach
	void listenThroughProxy() {
		consul.start();
		this.proxy = TcpProxy.to(consul.host(), consul.port());
		this.opened.add(this.proxy);
		this.sender = backplaneAt(consul.port());
		backplaneAt(this.proxy.port()).start(new Notes(this.heard));
		await(CONNECTED);
	}

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void hearsLaterWhatWasSentWhileItsConnectionHung() {
		publish("before");
		await("before");
		this.proxy.pass(Passage.dropped());
		publish("meanwhile");
		await(DISCONNECTED);
		this.proxy.pass(Passage.open());
		await(RESUMED);
		publish("after");
		await("after");
		assertThat(this.heard).containsExactly(CONNECTED, "before", DISCONNECTED, "meanwhile", RESUMED, "after");
	}

	@Test
	void goesOnAfterABrokenConnection() {
		for (int i = 0; i < 5; i++) {
			this.proxy.reset();
			publish("message " + i);
			await("message " + i);
		}
		assertThat(this.heard.stream().filter(CONNECTED::equals)).hasSize(1);
	}

	@Test
	void tellsThatMessagesMayBeMissingIfSomeWereRemovedUnread() {
		publish("before");
		await("before");
		this.proxy.pass(Passage.dropped());
		publish("missed");
		publish("still there");
		await(DISCONNECTED);
		removeOldest(2);
		this.proxy.pass(Passage.open());
		await("still there");
		Awaitility.await().until(() -> this.heard.stream().filter(CONNECTED::equals).count() == 2);
		assertThat(this.heard).doesNotContain("missed", RESUMED);
	}

	@Test
	void missesNothingIfOnlyWhatItHasReadWasRemoved() {
		publish("before");
		await("before");
		this.proxy.pass(Passage.dropped());
		publish("meanwhile");
		await(DISCONNECTED);
		removeOldest(1);
		this.proxy.pass(Passage.open());
		await(RESUMED);
		assertThat(this.heard).containsExactly(CONNECTED, "before", DISCONNECTED, "meanwhile", RESUMED);
	}

	@Test
	void tellsThatMessagesMayBeMissingIfTheChannelIsDeleted() {
		publish("before");
		await("before");
		consul.call("DELETE", "/v1/kv/" + this.place + "?recurse", new byte[0]);
		Awaitility.await().until(() -> this.heard.stream().filter(CONNECTED::equals).count() == 2);
		publish("after");
		await("after");
	}

	@Test
	void tellsThatMessagesMayBeMissingAfterConsulHasForgottenAll() {
		publish("before");
		await("before");
		consul.kill();
		await(DISCONNECTED);
		consul.start();
		Awaitility.await().until(() -> this.heard.stream().filter(CONNECTED::equals).count() == 2);
		publish("after");
		await("after");
		assertThat(this.heard).doesNotContain(RESUMED);
	}

	@Test
	void noticesAHangingConnectionWithinWaitAndTimeout() {
		long start = System.nanoTime();
		this.proxy.pass(Passage.dropped());
		await(DISCONNECTED);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void isNotHeldUpByMessagesThatCannotBeReadAtOnce() {
		publishLarge(1500);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.large.get() == 1500);
		List<String> newcomer = new CopyOnWriteArrayList<>();
		backplaneAt(consul.port()).start(new Notes(newcomer));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> newcomer.contains(CONNECTED));
		publish("after");
		await("after");
		assertThat(this.heard).contains(CONNECTED);
		assertThat(newcomer).hasSizeLessThan(10);
	}

	@Test
	void hearsLaterWhatCannotBeReadAtOnce() {
		publish("before");
		await("before");
		this.proxy.pass(Passage.dropped());
		publishLarge(500);
		await(DISCONNECTED);
		this.proxy.pass(Passage.open());
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.heard.contains(RESUMED));
		assertThat(this.large.get()).isEqualTo(500);
		assertThat(this.heard).containsExactly(CONNECTED, "before", DISCONNECTED, RESUMED);
	}

	private void publishLarge(int messages) {
		byte[] large = new byte[this.sender.maximumMessageBytes()];
		IntStream.range(0, messages).parallel().forEach((i) -> this.sender.publish(large));
	}

	/**
	 * Does what nodes do with messages that are old.
	 */
	private void removeOldest(int messages) {
		List<String[]> entries = new ArrayList<>();
		Matcher entry = Pattern
			.compile("\"Key\":\\s*\"([^\"]+)\".*?\"Value\":\\s*\"([^\"]*)\".*?\"ModifyIndex\":\\s*(\\d+)",
					Pattern.DOTALL)
			.matcher(text(consul.call("GET", "/v1/kv/" + this.place + "?recurse", new byte[0])));
		String identity = "";
		while (entry.find()) {
			if (entry.group(1).endsWith("/removed")) {
				identity = text(Base64.getDecoder().decode(entry.group(2))).substring(0, 36);
			}
			else {
				entries.add(new String[] { entry.group(1), entry.group(3) });
			}
		}
		entries.sort((one, other) -> Long.compare(Long.parseLong(one[1]), Long.parseLong(other[1])));
		consul.call("PUT", "/v1/kv/" + this.place + "removed",
				(identity + " " + entries.get(messages - 1)[1]).getBytes(StandardCharsets.US_ASCII));
		entries.subList(0, messages).forEach((each) -> consul.call("DELETE", "/v1/kv/" + each[0], new byte[0]));
	}

	private Backplane backplaneAt(int port) {
		ConfiguredBackends backends = ConsulBackendContractIT
			.consulAt(() -> List.of("spring.cloud.consul.port=" + port, "spring.cloud.consul.host=127.0.0.1"));
		Backplane backplane = backends.createBackplane("consul", this.channel);
		this.opened.add(backplane);
		return backplane;
	}

	private void publish(String message) {
		this.sender.publish(message.getBytes(StandardCharsets.UTF_8));
	}

	private void await(String news) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.heard.contains(news));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private final class Notes implements BackplaneListener {

		private final List<String> heard;

		private Notes(List<String> heard) {
			this.heard = heard;
		}

		@Override
		public void onMessage(byte[] message) {
			if (message.length < 1000) {
				this.heard.add(text(message));
			}
			else {
				ConsulBackplaneIT.this.large.incrementAndGet();
			}
		}

		@Override
		public void onConnected() {
			this.heard.add(CONNECTED);
		}

		@Override
		public void onDisconnected() {
			this.heard.add(DISCONNECTED);
		}

		@Override
		public void onResumed() {
			this.heard.add(RESUMED);
		}

	}

}
