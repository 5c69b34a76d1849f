package io.cachebridge.backend.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import io.lettuce.core.ReadFrom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server, Lettuce.
 */
class RedisBackendIT extends AbstractRedisBackendIT {

	private static RedisNode server;

	@BeforeAll
	static void startServer() {
		server = RedisNode.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	RedisCommands connect() {
		return RedisCommands.over(server.connectionFactory(), Duration.ofSeconds(5));
	}

	@Override
	void onServers(String... words) {
		server.command(words);
	}

	@Test
	void declaresEverything() {
		assertThat(backend().capabilities()).isEqualTo(Set.of(Capability.values()));
	}

	@Test
	void tellsVersionModeAndRole() {
		assertThat(backend().health().details()).containsEntry("version", "7.0.15")
			.containsEntry("mode", "standalone")
			.containsEntry("role", "master");
	}

	@Test
	void incarnationChangesWithARestart() {
		String before = backend().incarnation();
		assertThat(before).hasSize(40).isEqualTo(backend().incarnation());
		server.kill();
		server.launch();
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.ignoreExceptions()
			.until(() -> !before.equals(backend().incarnation()));
	}

	@Test
	void readingFromReplicasForbidsConditionalWrites() {
		assertThat(capabilities(ReadFrom.REPLICA_PREFERRED)).doesNotContain(Capability.CONDITIONAL_PUT)
			.contains(Capability.SHARED);
		assertThat(capabilities(ReadFrom.UPSTREAM_PREFERRED)).doesNotContain(Capability.CONDITIONAL_PUT);
		assertThat(capabilities(ReadFrom.UPSTREAM)).contains(Capability.CONDITIONAL_PUT);
		assertThat(capabilities(ReadFrom.MASTER)).contains(Capability.CONDITIONAL_PUT);
	}

	private static Set<Capability> capabilities(ReadFrom readFrom) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", server.port()),
				LettuceClientConfiguration.builder().readFrom(readFrom).build());
		try (RedisCommands commands = RedisCommands.over(factory, Duration.ofSeconds(1))) {
			return new RedisBackend("redis", commands, Clock.systemUTC()).capabilities();
		}
	}

}
