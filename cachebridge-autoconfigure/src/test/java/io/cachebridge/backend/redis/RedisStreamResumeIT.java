package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.support.Hearing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a disconnect costs: nothing, if the stream still holds what was sent meanwhile.
 */
class RedisStreamResumeIT extends AbstractRedisStreamIT {

	@Test
	void losesNothingByDroppedConnections() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		for (int i = 0; i < 20; i++) {
			sendAll(numbered(i * 50, i * 50 + 25));
			this.server.command("CLIENT", "KILL", "TYPE", "normal");
			sendAll(numbered(i * 50 + 25, i * 50 + 50));
		}
		awaitMessages(numbered(0, 1000));
		await().untilAsserted(() -> assertThat(this.hearing.states()).endsWith(Hearing.DISCONNECTED, Hearing.RESUMED)
			.containsOnlyOnce(Hearing.CONNECTED));
	}

	@Test
	void tellsOfADroppedConnectionAtOnce() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.command("CLIENT", "KILL", "TYPE", "normal");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofMillis(500))
			.until(() -> this.hearing.states().contains(Hearing.DISCONNECTED));
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
	}

	@Test
	void losesNothingByAConnectionThatSwallowsEverything() {
		this.server.launch();
		try (Proxy network = new Proxy(this.server.port())) {
			use(network);
			startAndAwaitConnected();
			network.swallow();
			sendAll(numbered(0, 700));
			Awaitility.await()
				.atMost(Duration.ofMillis(3500))
				.until(() -> this.hearing.states().contains(Hearing.DISCONNECTED));
			awaitMessages(numbered(0, 700));
			awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
			assertThat(this.hearing.heard()).endsWith(Hearing.RESUMED);
		}
	}

	@Test
	void losesNothingByAServerThatHangs() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		send("before");
		awaitMessages(List.of("before"));
		this.server.pause();
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED);
		this.server.resume();
		send("after");
		awaitMessages(List.of("before", "after"));
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
	}

	@Test
	void losesNothingByAServerThatRemembers() {
		this.server = RedisNode.start("--appendonly", "yes");
		useServer();
		startAndAwaitConnected();
		assertNothingIsLostByARestart();
	}

	@Test
	void noticesAServerThatForgot() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.kill();
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED);
		this.server.launch();
		sendAll(numbered(0, 10));
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED);
		send("after");
		await().until(() -> this.hearing.messages().contains("after"));
	}

	@Test
	void noticesWhatWasCutOffMeanwhile() {
		this.server.launch();
		try (Proxy network = new Proxy(this.server.port())) {
			use(network);
			startAndAwaitConnected();
			network.swallow();
			sendAll(numbered(0, 20));
			this.server.command("XTRIM", KEY, "MAXLEN", "10");
			awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED);
			send("after");
			await().until(() -> this.hearing.messages().contains("after"));
		}
	}

	@Test
	void noticesThatTheStreamWasDeletedUnderIt() {
		this.server.launch();
		useServer();
		startAndAwaitConnected();
		this.server.command("DEL", KEY);
		awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED);
		send("after");
		awaitMessages(List.of("after"));
	}

	@Test
	void catchesUpHoweverFarItIsBehind() {
		this.server.launch();
		try (Proxy network = new Proxy(this.server.port())) {
			use(network);
			startAndAwaitConnected();
			network.swallow();
			this.server.command("EVAL", "for i = 1, 30000 do redis.call('XADD', KEYS[1], '*', 'm', 'm' .. i) end", "1",
					KEY);
			awaitMessages(numbered(1, 30_001));
			awaitStates(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED);
		}
	}

}
