package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How long values live, apart from the time-to-live of their cache.
 */
class ExpiryTests {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final Duration OF_NULL = Duration.ofSeconds(30);

	private static final Duration IDLE = Duration.ofSeconds(20);

	private static final int VALUES = 200;

	private @Nullable Cluster used;

	@AfterEach
	void close() {
		cluster().close();
	}

	private Cluster cluster() {
		assertThat(this.used).isNotNull();
		return this.used;
	}

	private CacheBridgeCache cache(Shape shape, double jitter, @Nullable Duration ofNull, Duration idle) {
		Cluster cluster = new Cluster(shape);
		this.used = cluster;
		cluster.settings.expiry = new ExpirySettings(new Percentage(jitter), ofNull, idle);
		return cluster.cache();
	}

	private static FailSafeSettings failSafe() {
		return new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), Set.of());
	}

	private static String fail() {
		throw new IllegalStateException("the source is away");
	}

	private static long present(CacheBridgeCache cache) {
		return IntStream.range(0, VALUES).filter((number) -> cache.get(number) != null).count();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsLoadedTogetherEndsApartAndNeverLater(Shape shape) {
		CacheBridgeCache cache = cache(shape, 20, null, Duration.ZERO);
		IntStream.range(0, VALUES).forEach((number) -> cache.get(number, () -> "value"));
		cluster().time.advance(TIME_TO_LIVE.multipliedBy(8).dividedBy(10));
		assertThat(present(cache)).isEqualTo(VALUES);
		cluster().time.advance(TIME_TO_LIVE.dividedBy(10));
		assertThat(present(cache)).isBetween(VALUES / 3L, VALUES * 2L / 3);
		cluster().time.advance(TIME_TO_LIVE.dividedBy(10));
		assertThat(present(cache)).isZero();
	}

	@Test
	void copiesThatWereMadeTogetherEndApart() {
		CacheBridgeCache cache = cache(Shape.TIERED, 50, null, Duration.ZERO);
		IntStream.range(0, VALUES).forEach((number) -> cache.put(number, "value"));
		cluster().time.advance(cluster().settings.localTimeToLive.multipliedBy(3).dividedBy(4));
		long before = cache.statistics().remoteHits();
		assertThat(present(cache)).isEqualTo(VALUES);
		assertThat(cache.statistics().remoteHits() - before).isBetween(VALUES / 3L, VALUES * 2L / 3);
	}

	@Test
	void valuesThatArePutTogetherOrOneByOneEndApartInTheStore() {
		CacheBridgeCache cache = cache(Shape.REMOTE, 50, null, Duration.ZERO);
		Map<Integer, String> values = IntStream.range(0, VALUES)
			.boxed()
			.collect(Collectors.toMap((number) -> number, (number) -> "value"));
		cache.putAll(values);
		cluster().time.advance(TIME_TO_LIVE.multipliedBy(3).dividedBy(4));
		assertThat(present(cache)).isBetween(VALUES / 3L, VALUES * 2L / 3);
	}

	@Test
	void jitterShortensByTheGivenShareAtMostAndTheSameOnAllNodes() {
		this.used = new Cluster(Shape.LOCAL);
		Jitter jitter = new Jitter(new Percentage(10));
		List<Duration> lives = IntStream.range(0, 10_000)
			.mapToObj((number) -> jitter.shorten(TIME_TO_LIVE, "key" + number, cluster().time.instant()))
			.toList();
		assertThat(lives).allMatch((life) -> life.compareTo(TIME_TO_LIVE) <= 0
				&& life.compareTo(TIME_TO_LIVE.multipliedBy(9).dividedBy(10)) >= 0);
		assertThat(lives.stream().mapToLong(Duration::toSeconds).average()).hasValueCloseTo(569.5, Offset.offset(1.0));
		assertThat(jitter.shorten(TIME_TO_LIVE, "key7", cluster().time.instant())).isEqualTo(lives.get(7));
		assertThat(jitter.shorten(Duration.ZERO, "key7", cluster().time.instant())).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void nullLivesForATimeOfItsOwn(Shape shape) {
		CacheBridgeCache cache = cache(shape, 0, OF_NULL, Duration.ZERO);
		assertThat(cache.<String>get("none", () -> null)).isNull();
		cache.put("put", null);
		cache.putIfAbsent("absent", null);
		cache.put("some", "value");
		cluster().time.advance(OF_NULL.minusMillis(1));
		assertThat(cache.get("none")).isNotNull();
		assertThat(cache.get("put")).isNotNull();
		assertThat(cache.get("absent")).isNotNull();
		cluster().time.advance(Duration.ofMillis(1));
		assertThat(cache.get("none")).isNull();
		assertThat(cache.get("put")).isNull();
		assertThat(cache.get("absent")).isNull();
		assertThat(cache.get("some")).isNotNull();
	}

	@Test
	void nullNeverLivesLongerThanOtherValues() {
		CacheBridgeCache cache = cache(Shape.TIERED, 0, TIME_TO_LIVE.plusHours(1), Duration.ZERO);
		cache.put("none", null);
		cluster().time.advance(TIME_TO_LIVE);
		assertThat(cache.get("none")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void nullWithATimeOfItsOwnIsNeverServedBeyondIt(Shape shape) {
		Cluster cluster = new Cluster(shape);
		this.used = cluster;
		cluster.settings.failSafe = failSafe();
		cluster.settings.expiry = new ExpirySettings(new Percentage(0), OF_NULL, Duration.ZERO);
		CacheBridgeCache cache = cluster.cache();
		cache.get("none", () -> null);
		cache.get("some", () -> "value");
		cluster.time.advance(TIME_TO_LIVE);
		assertThat(cache.<String>get("some", ExpiryTests::fail)).isEqualTo("value");
		assertThatThrownBy(() -> cache.get("none", ExpiryTests::fail)).hasRootCauseMessage("the source is away");
		cluster.store.failAlways();
		assertThatThrownBy(() -> cache.get("none", ExpiryTests::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void aNullThatTheStoreHasNotAcknowledgedEndsInTimeToo() {
		CacheBridgeCache cache = cache(Shape.REMOTE, 0, OF_NULL, Duration.ZERO);
		cluster().store.failAlways();
		cache.put("none", null);
		cluster().time.advance(OF_NULL.minusMillis(1));
		assertThat(cache.get("none")).isNotNull();
		cluster().time.advance(Duration.ofMillis(1));
		assertThat(cache.get("none")).isNull();
	}

	@Test
	void whatNobodyReadsLeavesThisProcess() {
		CacheBridgeCache cache = cache(Shape.LOCAL, 0, null, IDLE);
		cache.put("read", "value");
		cache.put("idle", "value");
		for (int i = 0; i < 3; i++) {
			cluster().time.advance(IDLE.minusMillis(1));
			assertThat(cache.get("read")).isNotNull();
		}
		assertThat(cache.get("idle")).isNull();
		assertThat(cache.statistics().localEvictions()).isZero();
	}

	@Test
	void readingDoesNotExtendTheTimeToLive() {
		CacheBridgeCache cache = cache(Shape.LOCAL, 0, null, IDLE);
		cache.put("key", "value");
		for (Duration passed = Duration.ZERO; passed.compareTo(TIME_TO_LIVE) < 0; passed = passed.plusSeconds(10)) {
			assertThat(cache.get("key")).isNotNull();
			cluster().time.advance(Duration.ofSeconds(10));
		}
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void anIdleCopyIsReadFromTheStoreAgain() {
		CacheBridgeCache cache = cache(Shape.TIERED, 0, null, IDLE);
		cache.put("key", "value");
		cluster().time.advance(IDLE);
		assertThat(cache.get("key")).isNotNull();
		assertThat(cache.statistics().remoteHits()).isOne();
		assertThat(cache.get("key")).isNotNull();
		assertThat(cache.statistics().remoteHits()).isOne();
	}

	@Test
	void sweepingIsNotReading() {
		this.used = new Cluster(Shape.LOCAL);
		TestTime time = cluster().time;
		InvalidationLog log = new InvalidationLog(new AtomicLong());
		LocalTier tier = TestTiers.local(100, IDLE, log, time);
		EntryKey key = EntryKey.of("key");
		tier.put(key, "value", Lifespan.of(TIME_TO_LIVE), Set.of("tag"));
		time.advance(IDLE.dividedBy(2));
		tier.removeOutdated();
		assertThat(tier.names()).containsExactly("key");
		time.advance(IDLE.dividedBy(2));
		tier.removeOutdated();
		assertThat(tier.size()).isZero();
		tier.put(key, "later", Lifespan.of(TIME_TO_LIVE), Set.of());
		assertThat(tier.get("key")).isNotNull();
		assertThat(tier.remove(key)).isTrue();
	}

}
