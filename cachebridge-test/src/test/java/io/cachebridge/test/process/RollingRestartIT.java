package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.test.process.Judgement.Fault;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An update of five processes at work, one after the other.
 */
class RollingRestartIT {

	private static final int NODES = 3;

	private static final Duration MESSAGE_TIME = Duration.ofMillis(1500);

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	@TempDir
	static Path directory;

	@Test
	void losesNoInvalidationAndMakesNobodySuspicious() {
		try (Cluster cluster = Cluster.start(ClusterStore.of(redis), NODES, directory, 1,
				"cachebridge.redis.timeout=5s", "cachebridge.backplane.heartbeat=4s",
				"cachebridge.defaults.local.time-to-live=1h", "cachebridge.defaults.time-to-live=1h")) {
			cluster.awaitHearing();
			long begin = System.nanoTime();
			for (int slot = 0; slot < NODES; slot++) {
				assertThat(cluster.node(slot).ask("suspicions")).as("suspicions of an old node").isEqualTo("{}");
				cluster.node(slot).leave();
				cluster.run(Duration.ofMillis(300));
				cluster.replace(slot);
			}
			cluster.awaitHearing();
			// By then each of the old and the new ones has been heard regularly
			cluster.run(Duration.ofSeconds(9));
			for (int slot = 0; slot < NODES; slot++) {
				assertThat(cluster.node(slot).ask("suspicions")).as("suspicions of a new node").isEqualTo("{}");
			}
			Judgement judgement = cluster.judge(begin, MESSAGE_TIME);
			System.out.println("Rolling restart: " + judgement);
			assertThat(judgement.faults(EnumSet.allOf(Fault.class))).isEmpty();
			assertThat(judgement.writes(Outcome.ACKNOWLEDGED)).isGreaterThan(300);
			assertThat(judgement.writes(Outcome.UNACKNOWLEDGED) + judgement.writes(Outcome.UNTOLD)).isZero();
			assertThat(judgement.reads()).isGreaterThan(3_000);
		}
	}

}
