package io.cachebridge.backend.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * A cluster of three masters, Jedis.
 */
class JedisClusterBackendIT extends AbstractRedisBackendIT {

	private static RedisNodes cluster;

	private static JedisConnectionFactory factory;

	@BeforeAll
	static void startServer() {
		cluster = RedisNodes.start();
		factory = new JedisConnectionFactory(cluster.configuration());
		factory.afterPropertiesSet();
		factory.start();
	}

	@AfterAll
	static void stopServer() {
		factory.destroy();
		cluster.close();
	}

	@Override
	RedisCommands connect() {
		return RedisCommands.over(factory, Duration.ofSeconds(5));
	}

	@Override
	void onServers(String... words) {
		cluster.nodes().forEach((node) -> node.command(words));
	}

}
