package io.cachebridge.test.server;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedisServerFixtureIT {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	@RegisterExtension
	static final RedisServerFixture shared = RedisServerFixture.shared();

	@BeforeEach
	void start() {
		redis.start();
		redis.command("FLUSHALL");
	}

	@Test
	void executesCommands() {
		assertThat(redis.command("PING")).isEqualTo("PONG");
		assertThat(redis.command("SET", "a", "ä".getBytes(StandardCharsets.UTF_8))).isEqualTo("OK");
		assertThat(redis.command("MGET", "a", "b")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("ä", null);
		assertThat(redis.command("STRLEN", "a")).isEqualTo(2L);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.command("NONSENSE"))
			.withMessageContaining("unknown command");
	}

	@Test
	void tellsItsAddress() {
		assertThat(redis.url()).isEqualTo("redis://%s:%d".formatted(redis.host(), redis.port()));
		assertThat(redis.port()).isNotEqualTo(shared.port());
	}

	@Test
	void startsAgainOnTheSamePortAfterStop() {
		int port = redis.port();
		redis.stop();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.command("PING"));
		redis.start();
		assertThat(redis.port()).isEqualTo(port);
		assertThat(redis.command("PING")).isEqualTo("PONG");
	}

	@Test
	void startsEmptyAfterKill() {
		redis.command("SET", "a", "1");
		redis.kill();
		redis.start();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void restartsEmpty() {
		redis.command("SET", "a", "1");
		redis.restartEmpty();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void restartsKeepingDataButOnlyOnce() {
		redis.command("SET", "a", "1");
		redis.restartKeepingData();
		assertThat(redis.command("GET", "a")).isEqualTo("1");
		redis.restartEmpty();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void holdsAllThatItAcknowledgedWhereDurable() {
		RedisServerFixture durable = RedisServerFixture.durable();
		durable.start();
		try {
			durable.command("SET", "a", "1");
			durable.kill();
			durable.start();
			assertThat(durable.command("GET", "a")).isEqualTo("1");
			durable.command("SET", "a", "2");
			durable.restartKeepingData();
			assertThat(durable.command("GET", "a")).isEqualTo("2");
			durable.restartEmpty();
			assertThat(durable.command("DBSIZE")).isEqualTo(0L);
		}
		finally {
			durable.close();
		}
	}

	@Test
	void answersNothingWhilePaused() {
		redis.pause();
		CompletableFuture<?> answer = CompletableFuture.supplyAsync(() -> redis.command("PING"),
				(task) -> new Thread(task).start());
		try {
			Awaitility.await().during(Duration.ofMillis(200)).until(() -> !answer.isDone());
		}
		finally {
			redis.resume();
		}
		assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("PONG");
	}

	@Test
	void doesNotLetSharedServerBeDisturbed() {
		assertThatIllegalStateException().isThrownBy(shared::kill).withMessageContaining("exclusive");
		assertThatIllegalStateException().isThrownBy(shared::pause);
		assertThat(shared.command("PING")).isEqualTo("PONG");
	}

	@Test
	void takesServerOfTheEnvironment() {
		Map<String, String> variables = Map.of(RedisServerFixture.URL, redis.url());
		RedisServerFixture given = new RedisServerFixture(new ServerEnvironment(variables), true);
		given.start();
		given.command("SET", "a", "1");
		given.close();
		assertThat(redis.command("GET", "a")).isEqualTo("1");
	}

	@Test
	void sendsCredentialsOfTheAddress() {
		redis.command("ACL", "SETUSER", "tester", "on", ">secret", "~*", "+@all");
		URI url = URI.create("redis://tester:secret@%s:%d".formatted(redis.host(), redis.port()));
		assertThat(RedisProcess.command(url, "ACL", "WHOAMI")).isEqualTo("tester");
	}

	@Test
	void leavesNoProcessAndNoFiles() {
		RedisServerFixture another = RedisServerFixture.exclusive();
		List<ProcessHandle> before = ProcessHandle.current().children().toList();
		another.start();
		assertThat(ProcessHandle.current().children()).hasSize(before.size() + 1);
		another.close();
		assertThat(ProcessHandle.current().children()).containsExactlyInAnyOrderElementsOf(before);
	}

}
