package io.cachebridge.backend.redis;

import java.time.Clock;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master, a replica and a sentinel that makes the one the other.
 */
class RedisSentinelIT {

	private static final StoredRecord STORED = StoredRecord.of(new byte[10], new Version(1, 1), null);

	@Test
	void followsAFailOverAndTellsIt() {
		try (RedisNode master = RedisNode.start();
				RedisNode replica = RedisNode.start("--replicaof", "127.0.0.1", String.valueOf(master.port()));
				RedisNode sentinel = RedisNode.startSentinel(master);
				RedisCommands commands = RedisCommands.over(connectionFactory(sentinel), Duration.ofSeconds(3))) {
			await().until(() -> sentinel.command("SENTINEL", "REPLICAS", "main").equals("1"));
			RedisBackend backend = new RedisBackend("redis", commands, Clock.systemUTC());
			backend.put("a", STORED);
			String before = backend.incarnation();
			await().until(() -> replica.command("EXISTS", "a").equals("1"));
			master.kill();
			await().ignoreExceptionsInstanceOf(BackendUnavailableException.class).untilAsserted(() -> {
				backend.put("b", STORED);
				assertThat(backend.get("a")).isEqualTo(STORED);
			});
			assertThat(backend.incarnation()).isNotEqualTo(before);
			assertThat(backend.health().details()).containsEntry("role", "master");
		}
	}

	private static LettuceConnectionFactory connectionFactory(RedisNode sentinel) {
		return new LettuceConnectionFactory(
				new RedisSentinelConfiguration().master("main").sentinel("127.0.0.1", sentinel.port()));
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(30));
	}

}
