package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

/**
 * A cluster of three masters.
 */
final class RedisNodes implements AutoCloseable {

	private static final int SLOTS = 16384;

	private final List<RedisNode> nodes;

	private RedisNodes(List<RedisNode> nodes) {
		this.nodes = nodes;
	}

	static RedisNodes start() {
		RedisNodes cluster = new RedisNodes(
				IntStream.range(0, 3).mapToObj((i) -> RedisNode.start("--cluster-enabled", "yes")).toList());
		cluster.join();
		return cluster;
	}

	RedisClusterConfiguration configuration() {
		return new RedisClusterConfiguration(this.nodes.stream().map((node) -> "127.0.0.1:" + node.port()).toList());
	}

	List<RedisNode> nodes() {
		return this.nodes;
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisNode::close);
	}

	private void join() {
		int share = SLOTS / this.nodes.size() + 1;
		for (int i = 0; i < this.nodes.size(); i++) {
			RedisNode node = this.nodes.get(i);
			node.command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(i * share),
					String.valueOf(Math.min(SLOTS, (i + 1) * share) - 1));
			node.command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(this.nodes.get(0).port()));
		}
		Awaitility.await()
			.pollInterval(Duration.ofMillis(100))
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.nodes.stream().allMatch(RedisNodes::isReady));
	}

	private static boolean isReady(RedisNode node) {
		String info = node.command("CLUSTER", "INFO");
		return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
	}

}
