package io.cachebridge.backend.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * One server, Jedis.
 */
class JedisBackendIT extends AbstractRedisBackendIT {

	private static RedisNode server;

	private static JedisConnectionFactory factory;

	@BeforeAll
	static void startServer() {
		server = RedisNode.start();
		factory = new JedisConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", server.port()));
		factory.afterPropertiesSet();
		factory.start();
	}

	@AfterAll
	static void stopServer() {
		factory.destroy();
		server.close();
	}

	@Override
	RedisCommands connect() {
		return RedisCommands.over(factory, Duration.ofSeconds(5));
	}

	@Override
	void onServers(String... words) {
		server.command(words);
	}

}
