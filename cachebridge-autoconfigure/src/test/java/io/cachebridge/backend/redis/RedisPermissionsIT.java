package io.cachebridge.backend.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The server refuses: told as such, without passwords and without keys.
 */
class RedisPermissionsIT {

	private static final String PASSWORD = "correct-horse";

	private static final String WRONG_PASSWORD = "battery-staple";

	private static final String KEY = "customer:4711";

	private static final StoredRecord STORED = StoredRecord.of(new byte[10], new Version(1, 1), null);

	private RedisNode server;

	private RedisCommands commands;

	@AfterEach
	void stop() {
		if (this.commands != null) {
			this.commands.close();
		}
		this.server.close();
	}

	@Test
	void refusesAWrongPassword() {
		this.server = RedisNode.start("--requirepass", PASSWORD);
		RedisBackend backend = backend(null, WRONG_PASSWORD);
		assertRejected(() -> backend.get(KEY));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(backend.health().details().toString()).contains("WRONGPASS").doesNotContain(WRONG_PASSWORD);
	}

	@Test
	void refusesAMissingPassword() {
		this.server = RedisNode.start("--requirepass", PASSWORD);
		RedisBackend backend = backend(null, "");
		assertRejected(() -> backend.get(KEY));
	}

	@Test
	void acceptsTheRightPassword() {
		this.server = RedisNode.start("--requirepass", PASSWORD);
		RedisBackend backend = backend(null, PASSWORD);
		backend.put(KEY, STORED);
		assertThat(backend.get(KEY)).isEqualTo(STORED);
	}

	@Test
	void refusesWhatTheUserMayNotDo() {
		this.server = RedisNode.start();
		this.server.command("ACL", "SETUSER", "reader", "on", ">" + PASSWORD, "~shop:*", "+get", "+ping", "+hello");
		RedisBackend backend = backend("reader", PASSWORD);
		assertThat(backend.get("shop:1")).isNull();
		assertRejected(() -> backend.get(KEY));
		assertRejected(() -> backend.put(KEY, STORED));
		assertRejected(() -> backend.putIf(KEY, null, STORED));
		assertRejected(() -> backend.delete(KEY));
		assertRejected(() -> backend.deleteByPrefix(KEY));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
		assertThat(backend.health().details()).isEmpty();
		assertThat(backend.incarnation()).isNull();
	}

	@Test
	void doesNotRepeatTheArgumentsOfAnUnknownCommand() {
		this.server = RedisNode.start("--rename-command", "GET", "", "--rename-command", "EVALSHA", "");
		RedisBackend backend = backend(null, "");
		assertRejected(() -> backend.get(KEY));
		assertRejected(() -> backend.putIf(KEY, null, STORED));
	}

	private RedisBackend backend(String user, String password) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", this.server.port());
		configuration.setUsername(user);
		configuration.setPassword(password);
		this.commands = RedisCommands.over(new LettuceConnectionFactory(configuration), Duration.ofSeconds(5));
		return new RedisBackend("redis", this.commands, Clock.systemUTC());
	}

	private static void assertRejected(ThrowingCallable call) {
		Throwable thrown = catchThrowable(call);
		assertThat(thrown).isInstanceOf(BackendRejectedException.class).hasMessageContaining("backend 'redis'");
		StringWriter trace = new StringWriter();
		thrown.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain(PASSWORD, WRONG_PASSWORD, KEY);
	}

}
