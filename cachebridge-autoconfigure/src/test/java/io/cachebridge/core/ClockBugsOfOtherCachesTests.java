package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.core.CacheSettings.SingleFlight;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes that other caches have made when the clocks of nodes differ, or one is set
 * back: they take the later time for the later write.
 */
class ClockBugsOfOtherCachesTests {

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@BeforeEach
	void letRecordsLiveLongerThanClocksDiffer() {
		this.cluster.settings.timeToLive = Duration.ofHours(1);
	}

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	private CacheBridgeCache join(Clock clock) {
		CacheBridgeCache cache = this.cluster.addNode((builder) -> builder.clock(clock)).getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		return cache;
	}

	private Clock apart(int minutes) {
		return Clock.offset(this.cluster.time, Duration.ofMinutes(minutes));
	}

	/**
	 * Old value written on one node, new one on another whose clock is fifteen minutes
	 * off, read on both; then removed in each way.
	 */
	@ParameterizedTest
	@ValueSource(ints = { -15, 15 })
	void theLastWriteCountsOnNodesFifteenMinutesApart(int minutes) {
		CacheBridgeCache cache = join(this.cluster.time);
		CacheBridgeCache other = join(apart(minutes));
		for (int round = 0; round < 3; round++) {
			cache.put("key", "old");
			assertThat(value(other)).isEqualTo("old");
			other.put("key", "new", Set.of("red"));
			assertThat(value(cache)).isEqualTo("new");
			assertThat(value(other)).isEqualTo("new");
			switch (round) {
				case 0 -> cache.evict("key");
				case 1 -> cache.clear();
				default -> cache.evictByTag("red");
			}
			assertThat(value(other)).isNull();
			assertThat(value(cache)).isNull();
		}
	}

	/**
	 * Load begins on one node, key evicted on another whose clock is fifteen minutes off,
	 * load ends.
	 */
	@ParameterizedTest
	@ValueSource(ints = { -15, 15 })
	void anEvictionDuringALoadCountsOnNodesFifteenMinutesApart(int minutes) {
		CacheBridgeCache cache = join(this.cluster.time);
		CacheBridgeCache other = join(apart(minutes));
		String old = cache.get("key", () -> {
			other.evict("key");
			assertThat(other.<String>get("key", () -> "new")).isEqualTo("new");
			return "old";
		});
		assertThat(old).isIn("old", "new");
		assertThat(value(cache)).isEqualTo("new");
		assertThat(value(other)).isEqualTo("new");
	}

	/**
	 * Load begins, its reservation looks long over to a node fifteen minutes ahead, which
	 * loads a newer value; first load ends last.
	 */
	@Test
	void aReservationThatLooksOverKeepsNothingOld() {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		CacheBridgeCache cache = join(this.cluster.time);
		CacheBridgeCache ahead = join(apart(15));
		Gate loading = new Gate();
		Future<String> slow = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return "old";
		}));
		loading.awaitArrival();
		assertThat(ahead.<String>get("key", () -> "new")).isEqualTo("new");
		loading.open();
		assertThat(Background.result(slow)).isIn("old", "new");
		assertThat(value(cache)).isEqualTo("new");
		assertThat(value(ahead)).isEqualTo("new");
	}

	/**
	 * Old value written, clock set back an hour, new value written and removed.
	 */
	@Test
	void theLastWriteCountsAfterAClockWasSetBack() {
		TestTime clock = new TestTime();
		CacheBridgeCache cache = join(clock);
		CacheBridgeCache other = join(this.cluster.time);
		cache.put("key", "old", Set.of("red"));
		assertThat(value(other)).isEqualTo("old");
		clock.advance(Duration.ofHours(-1));
		cache.put("key", "new", Set.of("red"));
		cache.evictByTag("red");
		assertThat(value(cache)).isNull();
		assertThat(value(other)).isNull();
		other.put("key", "newer", Set.of("red"));
		assertThat(value(cache)).isEqualTo("newer");
		cache.clear();
		assertThat(value(cache)).isNull();
		assertThat(value(other)).isNull();
	}

	/**
	 * Load begins, clock set back an hour, key evicted, load ends.
	 */
	@Test
	void aClockSetBackDuringALoadUndoesNoEviction() {
		TestTime clock = new TestTime();
		CacheBridgeCache cache = join(clock);
		CacheBridgeCache other = join(this.cluster.time);
		this.cluster.network.hold();
		assertThat(cache.<String>get("key", () -> {
			clock.advance(Duration.ofHours(-1));
			other.evict("key");
			return "old";
		})).isEqualTo("old");
		this.cluster.network.deliver();
		assertThat(value(cache)).isNull();
		assertThat(value(other)).isNull();
	}

	/**
	 * Value read into a node, clock set back an hour, local time-to-live over.
	 */
	@Test
	void aClockSetBackLengthensNoLifeInThisProcess() {
		TestTime clock = new TestTime();
		CacheBridgeCache cache = join(clock);
		CacheBridgeCache other = join(this.cluster.time);
		other.put("key", "old");
		assertThat(value(cache)).isEqualTo("old");
		this.cluster.network.hold();
		other.put("key", "new");
		this.cluster.network.drop();
		clock.advance(Duration.ofHours(-1));
		this.cluster.time.advance(this.cluster.settings.localTimeToLive);
		assertThat(value(cache)).isEqualTo("new");
	}

}
