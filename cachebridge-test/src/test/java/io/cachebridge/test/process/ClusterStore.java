package io.cachebridge.test.process;

import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.cachebridge.test.server.RedisServerFixture;

/**
 * The store that the nodes of a cluster share, each by a way of its own.
 *
 * @param backend the name of the backend
 * @param host where the server is
 * @param port its port
 * @param properties what a node needs to know that finds it at a local port
 * @param redis the server where it is a Redis, which can be disturbed in more ways
 */
record ClusterStore(String backend, String host, int port, IntFunction<List<String>> properties,
		@Nullable RedisServerFixture redis) {

	static ClusterStore of(RedisServerFixture redis) {
		return new ClusterStore("redis", redis.host(), redis.port(),
				(port) -> List.of("spring.data.redis.url=redis://127.0.0.1:" + port), redis);
	}

}
