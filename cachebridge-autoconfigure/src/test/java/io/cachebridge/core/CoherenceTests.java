package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes with copies of one store, and steps that overtake each other.
 */
class CoherenceTests {

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	@Test
	void aChangeOnOneNodeIsSeenOnTheOther() {
		this.cache.put("key", "one");
		assertThat(value(this.other)).isEqualTo("one");
		assertThat(value(this.other)).isEqualTo("one");
		assertThat(this.other.statistics().localHits()).isEqualTo(1);
		this.cache.put("key", "two");
		assertThat(value(this.other)).isEqualTo("two");
		this.other.evict("key");
		assertThat(value(this.cache)).isNull();
		this.cache.put("key", "three");
		assertThat(value(this.other)).isEqualTo("three");
		this.other.clear();
		assertThat(value(this.cache)).isNull();
		assertThat(this.cache.statistics().invalidations()).isEqualTo(2);
	}

	@Test
	void aFillTellsNobody() {
		this.cache.get("warm", () -> "up");
		int sent = this.cluster.network.sent.size();
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(this.cluster.network.sent).hasSize(sent);
		assertThat(value(this.other)).isEqualTo("loaded");
	}

	@Test
	void aMissedMessageIsBoundedByTheLocalTimeToLive() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.network.hold();
		this.cache.put("key", "new");
		this.cluster.network.drop();
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.time.advance(this.cluster.settings.localTimeToLive);
		assertThat(value(this.other)).isEqualTo("new");
	}

	@Test
	void aLocalCopyLivesNoLongerThanItsRecord() {
		this.cache.put("key", "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive.minusSeconds(5));
		assertThat(value(this.other)).isEqualTo("value");
		this.cluster.time.advance(Duration.ofSeconds(5));
		assertThat(value(this.other)).isNull();
	}

	@Test
	void aLoadThatBeganBetweenTheStoreWriteOfAnEvictionAndItsReturnMayBeKept() {
		this.cache.put("key", "old");
		Gate deletion = this.cluster.store.holdAfter("delete", ":key");
		Future<?> evicting = this.background.run(() -> this.cache.evict("key"));
		deletion.awaitArrival();
		this.cluster.time.advance(this.cluster.settings.localTimeToLive);
		assertThat(this.cache.<String>get("key", () -> "new")).isEqualTo("new");
		deletion.open();
		Background.result(evicting);
		assertThat(value(this.cache)).isEqualTo("new");
		assertThat(value(this.other)).isEqualTo("new");
	}

	@Test
	void aPutWhoseMessageComesLateRemovesNothingThatIsNewerForLong() {
		this.cluster.network.hold();
		this.cache.put("key", "old");
		this.other.put("key", "new");
		this.cluster.network.deliver();
		assertThat(value(this.cache)).isEqualTo("new");
		assertThat(value(this.other)).isEqualTo("new");
	}

	@Test
	void putIfAbsentDoesNotTakeAClearedValueForPresent() {
		this.cache.put("key", "old");
		this.cache.get("let it remember the epoch");
		this.cluster.network.hold();
		this.other.clear();
		assertThat(this.cache.putIfAbsent("key", "one")).isNull();
		assertThat(this.other.putIfAbsent("key", "two")).isNotNull()
			.satisfies((existing) -> assertThat(existing.get()).isEqualTo("one"));
	}

	@Test
	void evictIfPresentDoesNotTakeAClearedValueForPresent() {
		this.cache.put("key", "old");
		this.cache.get("let it remember the epoch");
		this.cluster.network.hold();
		this.other.clear();
		assertThat(this.cache.evictIfPresent("key")).isFalse();
	}

	@Test
	void invalidateDoesNotTakeAClearedValueForPresent() {
		this.cache.put("key", "old");
		this.cache.get("let it remember the epoch");
		this.cluster.network.hold();
		this.other.clear();
		assertThat(this.cache.invalidate()).isFalse();
	}

	@Test
	void ofTwoPutIfAbsentAtOnceOneStores() {
		Gate first = this.cluster.store.holdBefore("putIf", ":key");
		Future<?> one = this.background.call(() -> this.cache.putIfAbsent("key", "one"));
		first.awaitArrival();
		assertThat(this.other.putIfAbsent("key", "two")).isNull();
		first.open();
		assertThat(Background.result(one)).isNotNull();
		assertThat(value(this.cache)).isEqualTo("two");
	}

	@Test
	void aMemoryCacheIsKeptCoherentByTheBackplaneToo() {
		try (Cluster memory = new Cluster(Shape.TIERED, new TestStore())) {
			memory.cache().put("key", "one");
			memory.other().put("key", "two");
			assertThat(memory.cache().get("key")).isNull();
			assertThat(memory.other().get("key", String.class)).isEqualTo("two");
			memory.cache().clear();
			assertThat(memory.other().get("key")).isNull();
		}
	}

	@Test
	void aStoreWithoutConditionalWritesStillSharesValues() {
		try (Cluster plain = new Cluster(Shape.TIERED, new TestStore(Capability.SHARED))) {
			assertThat(plain.cache().<String>get("key", () -> "loaded")).isEqualTo("loaded");
			assertThat(plain.other().get("key", String.class)).isEqualTo("loaded");
			assertThat(plain.other().putIfAbsent("key", "other")).isNotNull();
			plain.other().clear();
			assertThat(plain.cache().get("key")).isNull();
		}
	}

}
