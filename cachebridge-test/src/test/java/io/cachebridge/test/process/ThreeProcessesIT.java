package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.cachebridge.test.process.Judgement.Fault;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes that read and write all the time, while they, the network and Redis are
 * disturbed. With {@code -Dcachebridge.test.rounds=50} everything is mixed for longer,
 * {@code -Dcachebridge.test.seed} repeats what was mixed, and
 * {@code -Dcachebridge.test.backplane=redis-stream} carries messages in a stream.
 */
class ThreeProcessesIT {

	private static final int NODES = 3;

	private static final Duration HEARTBEAT = Duration.ofSeconds(1);

	/**
	 * How long the loss of a message goes unnoticed at most: two heartbeats. One more
	 * second for processes of a busy machine.
	 */
	private static final Duration ALLOWED = HEARTBEAT.multipliedBy(2).plusSeconds(1);

	/** Milliseconds, but processes of a busy machine wait for each other. */
	private static final Duration MESSAGE_TIME = Duration.ofMillis(1500);

	private static final int ROUNDS = Integer.getInteger("cachebridge.test.rounds", 1);

	private static final long SEED = Long.getLong("cachebridge.test.seed", new Random().nextLong());

	/** What is counted against the cache; the rest is only shown. */
	private static final Set<Fault> COUNTED = EnumSet.of(Fault.THROWN, Fault.STALE, Fault.STALE_UNTOLD,
			Fault.STALE_UNACKNOWLEDGED);

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.durable();

	@TempDir
	static Path directory;

	private static Cluster cluster;

	private long begin;

	@BeforeAll
	static void start() {
		cluster = Cluster.start(ClusterStore.of(redis), NODES, directory, SEED, "cachebridge.redis.timeout=500ms",
				"cachebridge.backplane.type=" + System.getProperty("cachebridge.test.backplane", "auto"),
				"cachebridge.backplane.heartbeat=" + HEARTBEAT, "cachebridge.defaults.local.time-to-live=1h",
				"cachebridge.defaults.time-to-live=1h");
	}

	@AfterAll
	static void stop() {
		if (cluster != null) {
			cluster.close();
		}
	}

	@BeforeEach
	void begin() {
		cluster.awaitHearing();
		this.begin = System.nanoTime();
	}

	@Test
	void allProcessesHaveOneClock() {
		for (int slot = 0; slot < NODES; slot++) {
			long before = System.nanoTime();
			long there = Long.parseLong(cluster.node(slot).ask("clock"));
			assertThat(there).isBetween(before, System.nanoTime());
		}
	}

	@Test
	void isBehindByTheTimeOfAMessageWhereNothingIsDisturbed() {
		cluster.run(Duration.ofSeconds(4));
		judge("undisturbed", this.begin, MESSAGE_TIME, MESSAGE_TIME);
		for (int slot = 0; slot < NODES; slot++) {
			String[] hits = cluster.node(slot).ask("hits").split(" of ", 2);
			assertThat(Double.parseDouble(hits[0]) / Double.parseDouble(hits[1])).isGreaterThan(0.3);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void staysWithinTheContract(Disturbance disturbance) {
		int slot = new Random(SEED + disturbance.name().hashCode()).nextInt(NODES);
		cluster.run(Duration.ofMillis(500));
		disturbance.begin(cluster, slot);
		try {
			cluster.run(lengthOf(disturbance));
		}
		finally {
			disturbance.end(cluster, slot);
		}
		cluster.awaitHearing();
		cluster.run(Duration.ofMillis(500));
		judge(disturbance.name(), this.begin, disturbance.isSilent() ? ALLOWED : MESSAGE_TIME, ALLOWED);
	}

	private static Duration lengthOf(Disturbance disturbance) {
		return switch (disturbance) {
			// Long enough to see what is older than allowed
			case MESSAGES_LOST -> ALLOWED.plusSeconds(2);
			case NODE_STOPPED -> Duration.ofSeconds(7);
			default -> Duration.ofSeconds(2);
		};
	}

	@Test
	void staysWithinTheContractWhateverComesTogether() {
		Random random = new Random(SEED);
		int reads = 0;
		for (int round = 0; round < ROUNDS; round++) {
			long start = System.nanoTime();
			String mixture = disturb(random);
			cluster.awaitHearing();
			reads += judge("round %d: %s".formatted(round, mixture), start, ALLOWED, ALLOWED);
		}
		assertThat(reads).isGreaterThan(ROUNDS * 2_000);
	}

	private String disturb(Random random) {
		int slot = random.nextInt(NODES);
		Disturbance ofNode = any(random, false);
		Disturbance ofRedis = random.nextBoolean() ? any(random, true) : Disturbance.NONE;
		List<Runnable> ends = new ArrayList<>();
		try {
			begin(ofNode, slot, ends);
			cluster.run(Duration.ofMillis(random.nextInt((ROUNDS > 2) ? 15_000 : 2_000)));
			begin(ofRedis, slot, ends);
			cluster.run(Duration.ofMillis(random.nextInt(3_000)));
		}
		finally {
			ends.forEach(Runnable::run);
		}
		return "%s of node %d, %s".formatted(ofNode, slot, ofRedis);
	}

	private static void begin(Disturbance disturbance, int slot, List<Runnable> ends) {
		disturbance.begin(cluster, slot);
		ends.add(() -> disturbance.end(cluster, slot));
	}

	private static Disturbance any(Random random, boolean ofRedis) {
		List<Disturbance> all = EnumSet.complementOf(EnumSet.of(Disturbance.NONE))
			.stream()
			.filter((disturbance) -> disturbance.isOfRedis() == ofRedis)
			.toList();
		return all.get(random.nextInt(all.size()));
	}

	private static int judge(String what, long from, Duration allowed, Duration allowedUntold) {
		Judgement judgement = cluster.judge(from, allowed, allowedUntold);
		System.out.println("%s: %s".formatted(what, judgement));
		assertThat(judgement.faults(COUNTED)).as("%s, seed %d", what, SEED).isEmpty();
		assertThat(judgement.reads()).as(what).isGreaterThan(500);
		return judgement.reads();
	}

}
