package io.cachebridge.backend.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of three masters, Lettuce.
 */
class RedisClusterBackendIT extends AbstractRedisBackendIT {

	private static RedisNodes cluster;

	@BeforeAll
	static void startServers() {
		cluster = RedisNodes.start();
	}

	@AfterAll
	static void stopServers() {
		cluster.close();
	}

	@Override
	RedisCommands connect() {
		return RedisCommands.over(new LettuceConnectionFactory(cluster.configuration()), Duration.ofSeconds(5));
	}

	@Override
	void onServers(String... words) {
		// Those that do not hold the key answer MOVED
		cluster.nodes().forEach((node) -> node.command(words));
	}

	@Test
	void tellsModeAndNoIncarnation() {
		assertThat(backend().health().details()).containsEntry("mode", "cluster").doesNotContainKey("role");
		assertThat(backend().incarnation()).isNull();
	}

}
