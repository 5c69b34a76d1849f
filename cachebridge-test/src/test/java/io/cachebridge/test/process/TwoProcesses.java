package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import io.cachebridge.test.process.Judgement.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes that read and write all the time on a store, while one of them and its
 * network are disturbed.
 */
final class TwoProcesses implements AutoCloseable {

	private static final Duration HEARTBEAT = Duration.ofSeconds(1);

	/**
	 * How long the loss of a message goes unnoticed at most: two heartbeats. One more
	 * second for processes of a busy machine.
	 */
	private static final Duration UNNOTICED = HEARTBEAT.multipliedBy(2).plusSeconds(1);

	/** What is counted against the cache; the rest is only shown. */
	private static final Set<Fault> COUNTED = EnumSet.of(Fault.THROWN, Fault.STALE, Fault.STALE_UNTOLD,
			Fault.STALE_UNACKNOWLEDGED);

	private final Cluster cluster;

	private final String name;

	private final Duration messageTime;

	private final long seed = Long.getLong("cachebridge.test.seed", new Random().nextLong());

	/**
	 * Starts the processes.
	 * @param store the store, empty
	 * @param directory where they write down what they do
	 * @param messageTime how long a message may be on its way where nothing is disturbed
	 */
	TwoProcesses(ClusterStore store, Path directory, Duration messageTime) {
		this.name = store.backend();
		this.messageTime = messageTime;
		this.cluster = Cluster.start(store, 2, directory, this.seed, "cachebridge.backplane.heartbeat=" + HEARTBEAT,
				"cachebridge.defaults.local.time-to-live=1h", "cachebridge.defaults.time-to-live=1h",
				"cachebridge.%s.timeout=1s".formatted(store.backend()));
	}

	/**
	 * Lets each thing happen that any store can suffer, and makes sure that nobody reads
	 * what the contract forbids.
	 */
	void suffer() {
		this.cluster.awaitHearing();
		long begin = System.nanoTime();
		this.cluster.run(Duration.ofSeconds(3));
		judge("undisturbed", begin, this.messageTime, this.messageTime);
		for (Disturbance disturbance : Disturbance.ofAnyStore()) {
			suffer(disturbance, new Random(this.seed + disturbance.name().hashCode()).nextInt(2));
		}
	}

	private void suffer(Disturbance disturbance, int slot) {
		this.cluster.awaitHearing();
		long begin = System.nanoTime();
		this.cluster.run(Duration.ofMillis(500));
		disturbance.begin(this.cluster, slot);
		try {
			this.cluster.run(Duration.ofSeconds((disturbance == Disturbance.NODE_STOPPED) ? 7 : 2));
		}
		finally {
			disturbance.end(this.cluster, slot);
		}
		this.cluster.awaitHearing();
		this.cluster.run(Duration.ofMillis(500));
		judge(disturbance.name(), begin, disturbance.isSilent() ? UNNOTICED : this.messageTime, UNNOTICED);
	}

	private void judge(String what, long from, Duration allowed, Duration allowedUntold) {
		Judgement judgement = this.cluster.judge(from, allowed, allowedUntold);
		System.out.println("%s, %s: %s".formatted(this.name, what, judgement));
		assertThat(judgement.faults(COUNTED)).as("%s on %s, seed %d", what, this.name, this.seed).isEmpty();
		assertThat(judgement.reads()).as(what).isGreaterThan(200);
	}

	@Override
	public void close() {
		this.cluster.close();
	}

}
