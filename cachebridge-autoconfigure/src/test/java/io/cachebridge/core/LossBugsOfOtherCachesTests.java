package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes that other caches have made when messages come late, twice or never, and when
 * an epoch is lost. A store that forgets all the time is in
 * {@link ForgetfulStoreBugsOfOtherCachesTests}.
 */
class LossBugsOfOtherCachesTests {

	private static final int STEPS = 400;

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	private final TestNetwork.Node otherNode = this.cluster.network.nodes.get(1);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	private void loseEpoch(String end) {
		this.cluster.store.records.remove(this.cluster.store.keyEndingWith(end));
	}

	/**
	 * Clear, put, message of the clear, and the same message twice more.
	 */
	@Test
	void aLateAndRepeatedClearTakesNothingNewWithIt() {
		this.cache.put("key", "old");
		this.cache.get("let it remember the epoch");
		this.cluster.network.hold();
		this.other.clear();
		this.other.put("key", "new");
		this.cluster.network.deliver();
		assertThat(value(this.cache)).isEqualTo("new");
		this.cluster.network.deliverAgain();
		this.cluster.network.deliverAgain();
		assertThat(value(this.cache)).isEqualTo("new");
		assertThat(value(this.other)).isEqualTo("new");
	}

	/**
	 * Tag evicted, its epoch lost and created anew by a load of another key.
	 */
	@Test
	void anEpochOfATagThatIsCreatedAnewBringsNothingBack() {
		this.cache.put("key", "old", Set.of("red"));
		assertThat(value(this.other)).isEqualTo("old");
		this.cache.evictByTag("red");
		loseEpoch("#tag:red");
		this.other.put("another", "new", Set.of("red"));
		assertThat(value(this.cache)).isNull();
		assertThat(value(this.other)).isNull();
		assertThat(this.cache.get("another", String.class)).isEqualTo("new");
	}

	/**
	 * Value stored under the epoch of a tag, epoch lost, value read elsewhere.
	 */
	@Test
	void aLostEpochOfATagMakesMissesOnly() {
		this.cache.put("key", "old", Set.of("red"));
		this.cache.evictByTag("red");
		this.cache.put("key", "value", Set.of("red"));
		loseEpoch("#tag:red");
		assertThat(value(this.other)).isNull();
		this.other.put("key", "again", Set.of("red"));
		assertThat(value(this.other)).isEqualTo("again");
	}

	/**
	 * Disconnect, eviction on another node, connect.
	 */
	@Test
	void anEvictionMissedWhileDisconnectedIsReckonedWithAfterwards() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.otherNode.disconnect();
		this.cache.evict("key");
		this.otherNode.connect();
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Value read from the store, eviction whose message is lost, loss noticed, value
	 * promoted.
	 */
	@Test
	void aPromotionInFlightWhileALossIsNoticedIsNotTrusted() {
		this.other.get("warm");
		this.cluster.beat();
		this.cache.put("key", "old");
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<String> reading = this.background.call(() -> value(this.other));
		read.awaitArrival();
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		this.cluster.beat();
		read.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Eviction by a node whose messages nobody here can read yet.
	 */
	@Test
	void anEvictionToldInANewerFormatIsReckonedWith() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.network.hold();
		this.cache.evict("key");
		byte[] newer = this.cluster.network.sent.get(this.cluster.network.sent.size() - 1).clone();
		this.cluster.network.drop();
		newer[0]++;
		assertThat(NodeMessage.read(newer)).isNull();
		assertThat(value(this.other)).isEqualTo("old");
		this.otherNode.listener().onMessage(newer);
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Changes on two nodes, all messages of both much later, twice and in any order.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void whatComesLateAndTwiceLeavesNothingOldBehind(long seed) {
		Random random = new Random(seed);
		int found = 0;
		for (int step = 0; step < STEPS; step++) {
			this.cluster.network.hold();
			int before = this.cluster.network.sent.size();
			String last = null;
			for (int i = 0; i < 4; i++) {
				last = change(random, "value " + step + "/" + i);
				value(this.cluster.cache(random.nextInt(2)));
			}
			List<byte[]> twice = new ArrayList<>(
					this.cluster.network.sent.subList(before, this.cluster.network.sent.size()));
			this.cluster.network.drop();
			twice.addAll(List.copyOf(twice));
			Collections.shuffle(twice, random);
			twice
				.forEach((message) -> this.cluster.network.nodes.forEach((node) -> node.listener().onMessage(message)));
			// A put beside a clear that was not heard of yet may be taken for cleared
			assertThat(value(this.cache)).as("step %d", step).isIn(last, null);
			assertThat(value(this.other)).as("step %d", step).isIn(last, null);
			found += (value(this.other) != null) ? 1 : 0;
		}
		assertThat(found).isGreaterThan(STEPS / 3);
	}

	private String change(Random random, String next) {
		CacheBridgeCache changing = this.cluster.cache(random.nextInt(2));
		switch (random.nextInt(6)) {
			case 0 -> changing.evict("key");
			case 1 -> changing.clear();
			case 2 -> {
				changing.put("key", "red", Set.of("red"));
				changing.evictByTag("red");
			}
			default -> {
				changing.put("key", next);
				return next;
			}
		}
		return null;
	}

}
