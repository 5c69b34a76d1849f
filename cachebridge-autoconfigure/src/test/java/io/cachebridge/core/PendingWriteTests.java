package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store has not acknowledged is in force on this node at once, and everywhere
 * once the store is back.
 */
class PendingWriteTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	private final Background background = new Background();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private String value(CacheBridgeCache from, String key) {
		return from.get(key, String.class);
	}

	private boolean recover(CacheBridgeCache of) {
		return of.recover(() -> true);
	}

	@Test
	void anEvictionIsInForceWhileTheStoreStillHoldsTheValue() {
		this.cache.put("key", "old");
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		assertThat(this.cluster.store.holdsContent(":key")).isTrue();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(this.cache.statistics().pending()).isEqualTo(1);
		this.cluster.store.work();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(recover(this.cache)).isTrue();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
		assertThat(this.cache.statistics().pending()).isZero();
	}

	@Test
	void otherNodesReckonWithAnEvictionThatIsNotStored() {
		this.cache.put("key", "old");
		assertThat(value(this.other, "key")).isEqualTo("old");
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		assertThat(value(this.other, "key")).isNull();
		this.cluster.store.work();
		assertThat(recover(this.other)).isTrue();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void aPutIsReadFromHereAndMadeUpForOverWhatWasSeen() {
		this.cache.put("key", "old");
		assertThat(value(this.cache, "key")).isEqualTo("old");
		this.cluster.store.fail("put");
		this.cache.put("key", "new");
		assertThat(value(this.cache, "key")).isEqualTo("new");
		this.cluster.store.work();
		assertThat(recover(this.cache)).isTrue();
		assertThat(value(this.other, "key")).isEqualTo("new");
	}

	@Test
	void aPutNeverReplacesWhatAnotherNodeHasWrittenSince() {
		this.cache.put("key", "old");
		assertThat(value(this.cache, "key")).isEqualTo("old");
		this.cluster.store.fail("put");
		this.cache.put("key", "new");
		this.cluster.store.work();
		this.other.put("key", "newer");
		assertThat(recover(this.cache)).isTrue();
		assertThat(value(this.cache, "key")).isNotEqualTo("new");
		assertThat(value(this.other, "key")).isNotEqualTo("new").isNotEqualTo("old");
	}

	@Test
	void aPutIsNotRaisedFromTheDeadByAClearOfAnotherNode() {
		this.cache.put("key", "old");
		assertThat(value(this.cache, "key")).isEqualTo("old");
		this.cluster.store.fail("put");
		this.cache.put("key", "new");
		this.cluster.store.work();
		this.other.clear();
		recover(this.cache);
		assertThat(value(this.other, "key")).isNull();
	}

	@Test
	void aPutOfAnUnseenKeyBecomesAnEviction() {
		this.cluster.store.fail("put");
		this.cache.put("key", "value");
		assertThat(value(this.cache, "key")).isEqualTo("value");
		this.cluster.store.work();
		recover(this.cache);
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void aPendingPutEndsWithItsTimeToLive() {
		this.cluster.store.failAlways();
		this.cache.put("key", "value");
		this.cluster.time.advance(Duration.ofHours(1));
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void aPendingPutIsNotHeldForEverInItsLastMoment() {
		AtomicLong now = new AtomicLong();
		PendingWrites pending = new PendingWrites(new PendingLimit(1), now::getAndIncrement, () -> {
		});
		EntryKey key = EntryKey.of("key");
		pending.add(PendingWrite.put(key, new PendingWrite.Put("value", Terms.NONE, Origin.NONE, 1)));
		Reading last = pending.reading(key);
		assertThat(last).isNotNull();
		assertThat(last.remaining()).isPositive();
	}

	@Test
	void aClearHidesTheWholeCacheUntilItIsMadeUpFor() {
		this.cache.put("key", "old");
		this.cluster.store.fail("put");
		this.cache.clear();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(value(this.other, "key")).isNull();
		this.cluster.store.work();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(recover(this.cache)).isTrue();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(recover(this.other)).isTrue();
		this.cache.put("key", "new");
		assertThat(value(this.other, "key")).isEqualTo("new");
	}

	@Test
	void anEvictionByTagHidesTheWholeCacheUntilItIsMadeUpFor() {
		this.cache.put("key", "old", Set.of("tag"));
		this.cluster.store.fail("put");
		this.cache.evictByTag("tag");
		assertThat(value(this.cache, "key")).isNull();
		assertThat(value(this.other, "key")).isNull();
		this.cluster.store.work();
		recover(this.cache);
		recover(this.other);
		assertThat(value(this.cache, "key")).isNull();
		assertThat(value(this.other, "key")).isNull();
	}

	@Test
	void aLaterWriteTakesThePlaceOfOneThatIsPending() {
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		this.cluster.store.work();
		this.cache.put("key", "new");
		assertThat(this.cache.statistics().pending()).isZero();
		recover(this.cache);
		assertThat(value(this.cache, "key")).isEqualTo("new");
	}

	@Test
	void aWriteWaitsForWhatMakesUpForAnEarlierOne() {
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		this.cluster.store.work();
		Gate delete = this.cluster.store.holdBefore("delete", ":key");
		Future<Boolean> recovery = this.background.call(() -> recover(this.cache));
		delete.awaitArrival();
		Future<?> put = this.background.run(() -> this.cache.put("key", "new"));
		assertThat(put).isNotDone();
		delete.open();
		assertThat(Background.result(recovery)).isTrue();
		Background.result(put);
		assertThat(value(this.cache, "key")).isEqualTo("new");
		assertThat(value(this.other, "key")).isEqualTo("new");
	}

	@Test
	void tooManyBecomeOneClear() {
		CacheBridgeCache small = this.cluster.addNode((builder) -> builder.recovery(3, Duration.ZERO))
			.getCache(Cluster.CACHE);
		assertThat(small).isNotNull();
		this.cache.put("4", "old");
		this.cluster.store.fail("delete");
		for (int i = 0; i < 5; i++) {
			small.evict(String.valueOf(i));
		}
		assertThat(small.statistics().pending()).isLessThanOrEqualTo(3);
		assertThat(small.statistics().evicts()).as("five keys, and the cache once").isEqualTo(6);
		assertThat(value(small, "4")).isNull();
		this.cluster.store.work();
		assertThat(recover(small)).isTrue();
		assertThat(value(this.cache, "4")).isNull();
	}

	@Test
	void putIfAbsentKeepsItsWordOrThrows() {
		this.cache.put("key", "old");
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> this.cache.putIfAbsent("key", "new"));
		this.cluster.store.work();
		assertThat(this.cache.putIfAbsent("key", "new")).isNull();
		assertThat(value(this.other, "key")).isEqualTo("new");
	}

	@Test
	void putIfAbsentIsNotGivenWhatAPendingPutHasReplaced() {
		Gate delete = holdRecoveryBeforeAPutIsWithdrawn();
		Future<?> absent = this.background.call(() -> this.cache.putIfAbsent("withdrawn", "newest"));
		withdrawThePut(delete);
		assertThat(Background.result(absent)).isNull();
		assertThat(value(this.other, "withdrawn")).isEqualTo("newest");
	}

	@Test
	void aPutThatIsWithdrawnDuringTheRecoveryIsMadeUpForToo() {
		Gate delete = holdRecoveryBeforeAPutIsWithdrawn();
		Future<Boolean> recovery = this.background.call(() -> recover(this.cache));
		withdrawThePut(delete);
		assertThat(Background.result(recovery)).isTrue();
		assertThat(this.cache.statistics().pending()).isZero();
		assertThat(this.cluster.store.holdsContent(":withdrawn")).isFalse();
	}

	private Gate holdRecoveryBeforeAPutIsWithdrawn() {
		this.cluster.network.hold();
		this.other.put("withdrawn", "old");
		this.cluster.store.fail("put", "delete");
		this.cache.put("withdrawn", "new");
		this.cache.evict("first");
		this.cluster.store.work();
		return this.cluster.store.holdBefore("delete", ":first");
	}

	private void withdrawThePut(Gate delete) {
		delete.awaitArrival();
		this.cluster.network.deliver();
		delete.open();
	}

	@Test
	void whatIsPendingIsMadeUpForWhenTheNodeCloses() {
		CacheBridgeCacheManager leaving = this.cluster
			.addNode((builder) -> builder.recovery(10, Duration.ofSeconds(5)));
		CacheBridgeCache closing = leaving.getCache(Cluster.CACHE);
		assertThat(closing).isNotNull();
		closing.put("key", "old");
		this.cluster.store.fail("delete");
		closing.evict("key");
		this.cluster.store.work();
		leaving.close();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void aClearEndsAPutThatIsPending() {
		putUnacknowledged();
		this.cache.clear();
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void anEvictionByTagEndsAPutThatIsPending() {
		putUnacknowledged();
		this.cache.evictByTag("another");
		assertThat(value(this.cache, "key")).isEqualTo("new");
		this.cache.evictByTag("tag");
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void anEvictionByTagThatIsPendingTooEndsAPut() {
		putUnacknowledged();
		this.cluster.store.fail("put");
		this.cache.evictByTag("tag");
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void aPutIsNotReadOnceAnotherNodeHasWrittenLater() {
		putUnacknowledged();
		this.other.put("key", "newer");
		assertThat(value(this.cache, "key")).isNotEqualTo("new");
	}

	@Test
	void aPutIsNotReadOnceAnotherNodeHasCleared() {
		putUnacknowledged();
		this.other.clear();
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void aPutIsNotReadOnceAnotherNodeHasEvictedItsTag() {
		putUnacknowledged();
		this.other.evictByTag("tag");
		assertThat(value(this.cache, "key")).isNull();
	}

	private void putUnacknowledged() {
		this.cluster.store.fail("put");
		this.cache.put("key", "new", Set.of("tag"));
		this.cluster.store.work();
		assertThat(value(this.cache, "key")).isEqualTo("new");
	}

	@Test
	void anEvictionOutlivesAnEarlierPutThatAnotherNodeMakesUpFor() {
		this.other.put("key", "old");
		assertThat(value(this.other, "key")).isEqualTo("old");
		this.cluster.network.hold();
		this.cluster.store.fail("put", "delete");
		this.other.put("key", "new");
		this.cache.evict("key");
		this.cluster.network.nodes.get(1).loseIncoming();
		this.cluster.network.deliver();
		this.cluster.store.work();
		assertThat(recover(this.other)).isTrue();
		assertThat(value(this.cache, "key")).isNull();
		assertThat(recover(this.cache)).isTrue();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void anEvictionOutlivesAnEarlierClearThatAnotherNodeMakesUpFor() {
		this.cluster.network.hold();
		this.cluster.store.fail("put");
		this.other.clear();
		this.cluster.store.work();
		assertThat(recover(this.other)).isTrue();
		this.cache.put("key", "old");
		this.cluster.store.fail("delete");
		this.cache.evict("key");
		this.cluster.network.deliver();
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void tooManyTagsBecomeOneClearToo() {
		CacheBridgeCache small = this.cluster.addNode((builder) -> builder.recovery(3, Duration.ZERO))
			.getCache(Cluster.CACHE);
		assertThat(small).isNotNull();
		this.cluster.store.fail("put");
		for (int i = 0; i < 10; i++) {
			small.evictByTag(String.valueOf(i));
		}
		assertThat(small.statistics().pending()).isLessThanOrEqualTo(3);
	}

	@Test
	void aPutThatTheStoreRefusesBecomesAnEviction() {
		this.cache.put("key", "old");
		assertThat(value(this.cache, "key")).isEqualTo("old");
		this.cluster.store.fail("put", "putIf");
		this.cache.put("key", "new");
		assertThat(value(this.cache, "key")).isEqualTo("new");
		assertThat(recover(this.cache)).isTrue();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
		assertThat(value(this.cache, "key")).isNull();
	}

	@Test
	void aNodeThatClosesStopsWhenItsTimeIsOver() {
		CacheBridgeCacheManager leaving = this.cluster
			.addNode((builder) -> builder.recovery(10, Duration.ofMillis(200)));
		CacheBridgeCache closing = leaving.getCache(Cluster.CACHE);
		assertThat(closing).isNotNull();
		this.cluster.store.fail("delete");
		closing.evict("first");
		closing.evict("second");
		this.cluster.store.work();
		Gate first = this.cluster.store.holdBefore("delete", "");
		Future<?> close = this.background.run(leaving::close);
		first.awaitArrival();
		long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
		Awaitility.await().until(() -> System.nanoTime() - end > 0);
		first.open();
		Background.result(close);
		assertThat(closing.statistics().pending()).isEqualTo(1);
	}

	@Test
	void aWriteThatIsRefusedHoldsUpNoOther() {
		this.cache.put("key", "old");
		this.cluster.store.failAlways();
		this.cache.evictByTag("tag");
		this.cache.evict("key");
		this.cluster.store.fail("put");
		assertThat(recover(this.cache)).isFalse();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
		assertThat(this.cache.statistics().pending()).isEqualTo(1);
	}

	@Test
	void aStoreThatRefusesEverythingIsNotAskedForEverything() {
		this.cluster.store.failAlways();
		for (int i = 0; i < 100; i++) {
			this.cache.evict(i);
		}
		long before = this.cluster.store.count("delete");
		assertThat(recover(this.cache)).isFalse();
		assertThat(this.cluster.store.count("delete") - before).isLessThan(20);
	}

	@Test
	void aPutThatIsMadeUpForLateLivesNoLonger() {
		this.cluster.settings.timeToLive = Duration.ofMinutes(10);
		CacheBridgeCache mortal = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		assertThat(mortal).isNotNull();
		mortal.put("key", "old");
		assertThat(value(mortal, "key")).isEqualTo("old");
		this.cluster.store.fail("put");
		mortal.put("key", "new");
		this.cluster.time.advance(Duration.ofMinutes(9));
		this.cluster.store.work();
		assertThat(recover(mortal)).isTrue();
		assertThat(value(this.other, "key")).isEqualTo("new");
		this.cluster.time.advance(Duration.ofMinutes(2));
		assertThat(value(this.other, "key")).isNull();
	}

	@Test
	void tooManyPutsBecomeOneClear() {
		CacheBridgeCache small = this.cluster.addNode((builder) -> builder.recovery(2, Duration.ZERO))
			.getCache(Cluster.CACHE);
		assertThat(small).isNotNull();
		this.cluster.store.failAlways();
		for (int i = 0; i < 3; i++) {
			small.put(i, "value");
		}
		assertThat(small.statistics().pending()).isEqualTo(1);
	}

	@Test
	void aMessageThatNamesNoKeyMakesUpForNone() {
		String one = "1".repeat(1200);
		this.cache.put(one, "old");
		assertThat(value(this.other, one)).isEqualTo("old");
		this.cluster.store.fail("delete");
		this.cache.evict(one);
		assertThat(value(this.other, one)).isNull();
		this.cache.put("2".repeat(1200), "value");
		assertThat(value(this.other, one)).isNull();
	}

}
