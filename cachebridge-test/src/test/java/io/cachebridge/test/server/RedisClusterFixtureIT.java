package io.cachebridge.test.server;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class RedisClusterFixtureIT {

	@RegisterExtension
	static final RedisClusterFixture cluster = RedisClusterFixture.exclusive();

	@Test
	void hasThreeMastersThatServeAllSlots() {
		assertThat(cluster.nodes()).hasSize(3).doesNotHaveDuplicates();
		for (int node = 0; node < 3; node++) {
			assertThat(cluster.command(node, "CLUSTER", "INFO")).asString()
				.contains("cluster_state:ok", "cluster_slots_ok:16384", "cluster_size:3");
		}
	}

	@Test
	void spreadsKeysOverItsNodes() {
		Set<Object> served = new HashSet<>();
		for (int node = 0; node < 3; node++) {
			for (String key : new String[] { "a", "b", "c", "d", "e" }) {
				try {
					cluster.command(node, "SET", key, "1");
					assertThat(served.add(key)).as("key %s is served by one node", key).isTrue();
				}
				catch (UncheckedIOException ex) {
					assertThat(ex).hasMessageContaining("MOVED");
				}
			}
		}
		assertThat(served).hasSize(5);
	}

}
