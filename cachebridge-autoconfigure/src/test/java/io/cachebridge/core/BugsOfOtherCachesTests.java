package io.cachebridge.core;

import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes that other caches have made when a read, a load or a write is overtaken by an
 * invalidation. What loads do to each other is in {@link LoadBugsOfOtherCachesTests},
 * what comes of losses and clocks in {@link LossBugsOfOtherCachesTests} and
 * {@link ClockBugsOfOtherCachesTests}. A removal during a load is in
 * {@link InvalidationDuringLoadTests}, in all its forms; an eviction before the commit
 * with a reader beside it in {@link AfterCommitLoadTests}.
 */
class BugsOfOtherCachesTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	private CacheBridgeCache cache = this.cluster.cache();

	private CacheBridgeCache other = this.cluster.other();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	private Future<String> loadOfTagged(Gate loading) {
		return this.background.call(() -> this.cache.getOrLoad("key", (context) -> {
			loading.pass();
			context.tags("red");
			return "old";
		}));
	}

	/**
	 * Load begins, tag evicted on the same node, load ends.
	 */
	@ParameterizedTest
	@EnumSource
	void anEvictionByTagDuringALoadIsNotUndoneByIt(Shape shape) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		this.cache = this.cluster.cache();
		Gate loading = new Gate();
		Future<String> load = loadOfTagged(loading);
		loading.awaitArrival();
		this.cache.evictByTag("red");
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(value(this.cache)).isNull();
	}

	/**
	 * Load begins, tag evicted elsewhere without a message, load learns its tag and ends.
	 */
	@Test
	void anEvictionOfATagThatALoadLearnsLateIsNotUndoneByIt() {
		Gate loading = new Gate();
		Future<String> load = loadOfTagged(loading);
		loading.awaitArrival();
		this.cluster.network.hold();
		this.other.evictByTag("red");
		this.cluster.network.drop();
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Load begins, first of the two writes of an eviction by tag, load ends, second
	 * write.
	 */
	@Test
	void anEvictionByTagThatIsHalfDoneIsNotUndoneByALoadThatEnds() {
		Gate loading = new Gate();
		Future<String> load = loadOfTagged(loading);
		loading.awaitArrival();
		Gate firstWrite = this.cluster.store.holdAfter("put", "");
		Future<?> evicting = this.background.run(() -> this.other.evictByTag("red"));
		firstWrite.awaitArrival();
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		this.cluster.network.hold();
		firstWrite.open();
		Background.result(evicting);
		this.cluster.network.drop();
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Value read, evicted on another node, value promoted.
	 */
	@Test
	void aPromotionInFlightWhileAnEvictionArrivesIsNotKept() {
		this.other.get("warm");
		this.cache.put("key", "old");
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<String> reading = this.background.call(() -> value(this.other));
		read.awaitArrival();
		this.cache.evict("key");
		read.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.other)).isNull();
	}

	/**
	 * Value read from the store, evicted on the same node, value promoted.
	 */
	@Test
	void aPromotionInFlightDuringAnOwnEvictionIsNotKept() {
		this.other.put("key", "old");
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<String> reading = this.background.call(() -> value(this.cache));
		read.awaitArrival();
		this.cache.evict("key");
		read.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.cache)).isNull();
	}

	/**
	 * Value read from the store, replaced by another node, value promoted.
	 */
	@Test
	void aReadThatRacesTheWriteOfAnotherNodeIsNotKept() {
		this.cache.put("key", "old");
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<String> reading = this.background.call(() -> value(this.other));
		read.awaitArrival();
		this.cache.put("key", "new");
		read.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.other)).isEqualTo("new");
	}

	/**
	 * Local copy gone, old value read and promoted before the store deletes it, eviction
	 * returns.
	 */
	@Test
	void aReaderBeforeTheStoreWriteOfAnEvictionLeavesNothingOldBehind() {
		this.cache.put("key", "old");
		Gate deletion = this.cluster.store.holdBefore("delete", ":key");
		Future<?> evicting = this.background.run(() -> this.cache.evict("key"));
		deletion.awaitArrival();
		this.cluster.time.advance(this.cluster.settings.localTimeToLive);
		assertThat(value(this.cache)).isEqualTo("old");
		deletion.open();
		Background.result(evicting);
		assertThat(value(this.cache)).isNull();
	}

	/**
	 * Eviction begins, value read before the store deletes, eviction returns, value
	 * promoted.
	 */
	@Test
	void aReaderBetweenTheStoreWriteOfAnEvictionAndItsReturnLeavesNothingOldBehind() {
		this.other.put("key", "old");
		Gate deletion = this.cluster.store.holdBefore("delete", ":key");
		Future<?> evicting = this.background.run(() -> this.cache.evict("key"));
		deletion.awaitArrival();
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<String> reading = this.background.call(() -> value(this.cache));
		read.awaitArrival();
		deletion.open();
		Background.result(evicting);
		read.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.cache)).isNull();
	}

	/**
	 * Put reaches the store, put of another node reaches it and is told, first put
	 * returns.
	 */
	@Test
	void aPutThatIsOvertakenByAnotherNodesPutIsNotKeptLocally() {
		Gate acknowledgement = this.cluster.store.holdAfter("put", ":key");
		Future<?> putting = this.background.run(() -> this.cache.put("key", "old"));
		acknowledgement.awaitArrival();
		this.other.put("key", "new");
		acknowledgement.open();
		Background.result(putting);
		assertThat(value(this.cache)).isEqualTo("new");
		assertThat(value(this.other)).isEqualTo("new");
	}

}
