package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.BackplaneListener;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.Hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two nodes that hear each other, and know when they may not have.
 */
class RedisBackplaneIT {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private final RedisNode server = RedisNode.absent();

	private RedisCommands commands = RedisCommands.over(this.server.connectionFactory(), TIMEOUT);

	private final Hearing hearing = new Hearing();

	private ChannelBackplane backplane = RedisBackplaneProvider.publishSubscribe("redis", this.commands, "shop");

	@AfterEach
	void stop() {
		this.backplane.close();
		this.commands.close();
		this.server.close();
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.isAlive() && thread.getName().startsWith("cachebridge-redis"));
	}

	@Test
	void carriesMessagesBetweenNodesInOrder() {
		this.server.launch();
		startAndAwaitConnected();
		Hearing otherHearing = new Hearing();
		try (RedisCommands otherCommands = RedisCommands.over(this.server.connectionFactory(), TIMEOUT);
				ChannelBackplane other = RedisBackplaneProvider.publishSubscribe("redis", otherCommands, "shop");
				ChannelBackplane stranger = RedisBackplaneProvider.publishSubscribe("redis", otherCommands,
						"library")) {
			other.start(otherHearing);
			await().until(() -> otherHearing.heard().contains(Hearing.CONNECTED));
			stranger.publish(bytes("of no interest"));
			IntStream.range(0, 500).forEach((i) -> other.publish(bytes("m" + i)));
			List<String> expected = IntStream.range(-1, 500)
				.mapToObj((i) -> (i < 0) ? Hearing.CONNECTED : "m" + i)
				.toList();
			await().untilAsserted(() -> assertThat(this.hearing.heard()).isEqualTo(expected));
			await().untilAsserted(() -> assertThat(otherHearing.heard()).isEqualTo(expected));
		}
	}

	@Test
	void startsWithoutAServerAndConnectsOnceItIsThere() {
		long start = System.nanoTime();
		this.backplane.start(this.hearing);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(200));
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> this.backplane.publish(bytes("lost")));
		this.server.launch();
		await().untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED));
	}

	@Test
	void tellsOfADroppedConnection() {
		this.server.launch();
		startAndAwaitConnected();
		this.server.command("CLIENT", "KILL", "TYPE", "pubsub");
		await().untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED,
				Hearing.DISCONNECTED, Hearing.CONNECTED));
		this.backplane.publish(bytes("after"));
		await().until(() -> this.hearing.heard().contains("after"));
	}

	@Test
	void tellsOfAServerThatDiesAndHearsItWhenItIsBack() {
		this.server.launch();
		startAndAwaitConnected();
		this.server.kill();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofMillis(500))
			.until(() -> this.hearing.heard().contains(Hearing.DISCONNECTED));
		this.server.launch();
		Awaitility.await()
			.atMost(Duration.ofSeconds(3))
			.untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED,
					Hearing.DISCONNECTED, Hearing.CONNECTED));
		await().ignoreExceptionsInstanceOf(BackendUnavailableException.class).until(() -> {
			this.backplane.publish(bytes("after"));
			return this.hearing.heard().contains("after");
		});
	}

	@Test
	void noticesAConnectionThatSwallowsEverything() {
		this.server.launch();
		try (Proxy network = new Proxy(this.server.port())) {
			use(new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", network.port())));
			startAndAwaitConnected();
			network.swallow();
			Awaitility.await()
				.atMost(Duration.ofSeconds(12))
				.untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED,
						Hearing.DISCONNECTED, Hearing.CONNECTED));
		}
	}

	@Test
	void aSlowListenerHoldsUpNoCommand() {
		this.server.launch();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch listening = new CountDownLatch(1);
		this.backplane.start(new Hanging(listening, release));
		await().until(() -> listening.getCount() == 0);
		RedisBackend backend = new RedisBackend("redis", this.commands, Clock.systemUTC());
		assertThat(backend.get("a")).isNull();
		this.backplane.publish(bytes("m"));
		release.countDown();
	}

	@Test
	void hearsNothingAfterClose() {
		this.server.launch();
		startAndAwaitConnected();
		this.backplane.close();
		this.backplane.close();
		assertThat(this.server.command("PUBLISH", "cachebridge:shop", "late")).isEqualTo("0");
		assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED);
	}

	@Test
	void closesWhileTheServerHangs() {
		this.server.launch();
		startAndAwaitConnected();
		this.server.pause();
		long start = System.nanoTime();
		this.backplane.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void refusesWhatIsTooLong() {
		this.server.launch();
		startAndAwaitConnected();
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backplane.publish(new byte[this.backplane.maximumMessageBytes() + 1]));
		this.backplane.publish(new byte[this.backplane.maximumMessageBytes()]);
		await().until(() -> this.hearing.heard().size() == 2);
	}

	@Test
	void worksOnACluster() {
		try (RedisNodes cluster = RedisNodes.start()) {
			use(new LettuceConnectionFactory(cluster.configuration()));
			startAndAwaitConnected();
			cluster.nodes().forEach((node) -> node.command("PUBLISH", "cachebridge:shop", "to " + node.port()));
			this.backplane.publish(bytes("ours"));
			await().until(() -> this.hearing.heard().size() == 5);
			cluster.nodes().forEach((node) -> node.command("CLIENT", "KILL", "TYPE", "pubsub"));
			await().untilAsserted(() -> assertThat(this.hearing.heard()).hasSize(7)
				.endsWith(Hearing.DISCONNECTED, Hearing.CONNECTED));
		}
	}

	@Test
	void worksWithJedis() {
		this.server.launch();
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.server.port()));
		factory.start();
		use(factory);
		startAndAwaitConnected();
		this.backplane.publish(bytes("before"));
		await().until(() -> this.hearing.heard().contains("before"));
		this.server.command("CLIENT", "KILL", "TYPE", "pubsub");
		await().until(() -> this.hearing.heard().equals(List.of(Hearing.CONNECTED, "before", Hearing.CONNECTED)));
		this.backplane.publish(bytes("after"));
		await().until(() -> this.hearing.heard().contains("after"));
		this.backplane.close();
		factory.destroy();
	}

	private void use(RedisConnectionFactory factory) {
		this.backplane.close();
		this.commands.close();
		this.commands = RedisCommands.over(factory, TIMEOUT);
		this.backplane = RedisBackplaneProvider.publishSubscribe("redis", this.commands, "shop");
	}

	private void startAndAwaitConnected() {
		this.backplane.start(this.hearing);
		await().untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED));
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(5));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Hangs when it hears that it is connected.
	 *
	 * @param listening counted down then
	 * @param release what it waits for
	 */
	private record Hanging(CountDownLatch listening, CountDownLatch release) implements BackplaneListener {

		@Override
		public void onMessage(byte[] message) {
		}

		@Override
		public void onConnected() {
			this.listening.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void onDisconnected() {
		}

	}

}
