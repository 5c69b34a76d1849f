package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.Hearing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that listens to a stream, on a server of its own.
 */
abstract class AbstractRedisStreamIT {

	static final Duration TIMEOUT = Duration.ofMillis(500);

	static final String KEY = "cachebridge#stream:shop";

	static final int LENGTH = 10_000;

	RedisNode server = RedisNode.absent();

	final Hearing hearing = new Hearing();

	private RedisCommands commands;

	private ChannelBackplane backplane;

	@AfterEach
	void stop() {
		close();
		this.server.close();
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.isAlive() && thread.getName().startsWith("cachebridge-redis"));
	}

	void close() {
		if (this.backplane != null) {
			this.backplane.close();
			this.commands.close();
		}
	}

	ChannelBackplane backplane() {
		return this.backplane;
	}

	void use(RedisConnectionFactory factory) {
		this.commands = RedisCommands.over(factory, TIMEOUT);
		this.backplane = over(this.commands);
	}

	void useServer() {
		use(this.server.connectionFactory());
	}

	void use(Proxy network) {
		use(new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", network.port())));
	}

	static ChannelBackplane over(RedisCommands commands) {
		return RedisStreamBackplaneProvider.stream(commands, "shop", LENGTH);
	}

	void startAndAwaitConnected() {
		this.backplane.start(this.hearing);
		await().untilAsserted(() -> assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED));
	}

	void assertNothingIsLostByARestart() {
		send("before");
		awaitMessages(List.of("before"));
		this.server.kill();
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED);
		this.server.launch();
		send("after");
		awaitMessages(List.of("before", "after"));
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
	}

	/**
	 * Appends a message past the node, as another one does.
	 */
	void send(String message) {
		this.server.command("XADD", KEY, "*", "m", message);
	}

	void sendAll(List<String> messages) {
		messages.forEach(this::send);
	}

	void awaitStates(String... states) {
		await().untilAsserted(() -> assertThat(this.hearing.states()).containsExactly(states));
	}

	void awaitMessages(List<String> messages) {
		await().untilAsserted(() -> assertThat(this.hearing.messages()).isEqualTo(messages));
	}

	static List<String> numbered(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> "m" + i).toList();
	}

	static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(10));
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
