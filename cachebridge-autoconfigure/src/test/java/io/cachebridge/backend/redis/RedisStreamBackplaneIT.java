package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.StringUtils;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.Hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nodes that hear each other over a stream, whatever else it holds.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisStreamBackplaneIT extends AbstractRedisStreamIT {

	@Test
	void carriesMessagesBetweenNodesInOrder() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		Hearing otherHearing = new Hearing();
		try (RedisCommands otherCommands = RedisCommands.over(this.server.connectionFactory(), TIMEOUT);
				ChannelBackplane other = over(otherCommands);
				ChannelBackplane stranger = RedisStreamBackplaneProvider.stream(otherCommands, "library", LENGTH)) {
			other.start(otherHearing);
			await().until(() -> otherHearing.heard().contains(Hearing.CONNECTED));
			stranger.publish(bytes("of no interest"));
			numbered(0, 500).forEach((message) -> other.publish(bytes(message)));
			awaitMessages(numbered(0, 500));
			await().untilAsserted(() -> assertThat(otherHearing.messages()).isEqualTo(numbered(0, 500)));
			awaitStates(Hearing.CONNECTED);
		}
	}

	@Test
	void startsWithoutAServerAndConnectsOnceItIsThere(CapturedOutput output) {
		useServer();
		long start = System.nanoTime();
		backplane().start(this.hearing);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(200));
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> backplane().publish(bytes("lost")));
		await().until(() -> output.toString().contains("not heard, trying on"));
		this.server.launch();
		awaitStates(Hearing.CONNECTED);
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "not heard")).isOne();
	}

	@Test
	void keepsTheStreamShort() {
		this.server.launch();
		useServer();
		try (RedisCommands commands = RedisCommands.over(this.server.connectionFactory(), TIMEOUT);
				ChannelBackplane brief = RedisStreamBackplaneProvider.stream(commands, "shop", 100)) {
			numbered(0, 1000).forEach((message) -> brief.publish(bytes(message)));
		}
		assertThat(Integer.parseInt(this.server.command("XLEN", KEY))).isBetween(100, 200);
	}

	@Test
	void refusesWhatIsTooLong() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> backplane().publish(new byte[backplane().maximumMessageBytes() + 1]));
		backplane().publish(new byte[backplane().maximumMessageBytes()]);
		await().until(() -> this.hearing.messages().size() == 1);
	}

	@Test
	void ignoresEntriesOfOthers(CapturedOutput output) {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.command("XADD", KEY, "*", "x", "foreign");
		this.server.command("XADD", KEY, "*", "m", "foreign", "more", "foreign");
		this.server.command("XADD", KEY, "*", "m", "");
		send("ours");
		awaitMessages(List.of("ours"));
		this.server.command("XADD", KEY, "*", "", "");
		send("ours too");
		awaitMessages(List.of("ours", "ours too"));
		awaitStates(Hearing.CONNECTED);
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "not of this library")).isOne();
	}

	@Test
	void tellsWhatElseIsUnderItsKeyAndTriesOnAtLeisure(CapturedOutput output) {
		this.server.launch();
		this.server.command("SET", KEY, "something else");
		useServer();
		backplane().start(this.hearing);
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backplane().publish(bytes("m")))
			.withMessageContaining(KEY)
			.withMessageContaining("cachebridge.backplane.channel");
		Awaitility.await().during(Duration.ofSeconds(3)).until(() -> this.hearing.heard().isEmpty());
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "something else than a stream")).isOne();
		assertThat(attempts()).isBetween(3, 12);
		this.server.command("DEL", KEY);
		awaitStates(Hearing.CONNECTED);
	}

	@Test
	void noticesThatItsKeyBecameSomethingElse() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.command("SET", KEY, "something else");
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED);
		this.server.command("DEL", KEY);
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED);
	}

	@Test
	void tellsOfAWrongPasswordOnce(CapturedOutput output) {
		this.server = RedisNode.start("--requirepass", "correct-horse");
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", this.server.port());
		configuration.setPassword("battery-staple");
		use(new LettuceConnectionFactory(configuration));
		backplane().start(this.hearing);
		Awaitility.await().during(Duration.ofSeconds(2)).until(() -> this.hearing.heard().isEmpty());
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backplane().publish(bytes("m")));
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "not heard, trying on")).isOne();
		assertThat(output.toString()).contains("WRONGPASS").doesNotContain("battery-staple");
	}

	@Test
	void closesAtOnce() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		assertClosesWithin(Duration.ofMillis(700));
		send("late");
		assertThat(this.hearing.heard()).containsExactly(Hearing.CONNECTED);
	}

	@Test
	void closesWhileTheServerHangs() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.pause();
		assertClosesWithin(Duration.ofSeconds(2));
	}

	@Test
	void closesWithoutHavingStarted() {
		useServer();
		assertClosesWithin(Duration.ofMillis(700));
	}

	@Test
	void worksOnACluster() {
		try (RedisNodes cluster = RedisNodes.start()) {
			use(new LettuceConnectionFactory(cluster.configuration()));
			startAndAwaitConnected();
			backplane().publish(bytes("before"));
			awaitMessages(List.of("before"));
			cluster.nodes().forEach((node) -> node.command("CLIENT", "KILL", "TYPE", "normal"));
			awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
			await().ignoreExceptionsInstanceOf(BackendUnavailableException.class).until(() -> {
				backplane().publish(bytes("after"));
				return true;
			});
			awaitMessages(List.of("before", "after"));
		}
	}

	@Test
	void worksWithJedis(CapturedOutput output) {
		this.server = RedisNode.start("--appendonly", "yes");
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.server.port()));
		factory.start();
		use(factory);
		startAndAwaitConnected();
		assertNothingIsLostByARestart();
		assertThat(StringUtils.countOccurrencesOf(output.toString(), "not heard, trying on")).isOne();
		assertClosesWithin(Duration.ofMillis(700));
		factory.destroy();
	}

	private void assertClosesWithin(Duration limit) {
		long start = System.nanoTime();
		backplane().close();
		backplane().close();
		assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(limit.toMillis());
	}

	private int attempts() {
		return RedisInfo.parse(this.server.command("INFO", "commandstats"))
			.fields()
			.entrySet()
			.stream()
			.filter((field) -> field.getKey().equals("cmdstat_xadd"))
			.map((field) -> field.getValue().replaceFirst("calls=(\\d+).*", "$1"))
			.mapToInt(Integer::parseInt)
			.sum();
	}

}
