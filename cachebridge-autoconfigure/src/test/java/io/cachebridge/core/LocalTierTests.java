package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LocalTierTests {

	private static final Duration TTL = Duration.ofSeconds(10);

	private final TestTime time = new TestTime();

	private final InvalidationLog log = new InvalidationLog(new AtomicLong(1));

	private final LocalTier tier = TestTiers.local(1000, Duration.ZERO, this.log, this.time);

	@Test
	void servesWhatWasFilledUntilItExpires() {
		fill("a", "value");
		this.time.advance(TTL.minusNanos(1));
		assertThat(value("a")).isEqualTo("value");
		this.time.advance(Duration.ofNanos(1));
		assertThat(value("a")).isNull();
	}

	@Test
	void servesForEverWhatDoesNotExpire() {
		this.tier.fill(EntryKey.of("a"), "value", Lifespan.of(Duration.ZERO), this.log.ticket(), Origin.NONE);
		this.tier.fill(EntryKey.of("b"), "value", Lifespan.of(Duration.ofSeconds(Long.MAX_VALUE)), this.log.ticket(),
				Origin.NONE);
		this.time.advance(Duration.ofDays(30_000));
		assertThat(value("a")).isEqualTo("value");
		assertThat(value("b")).isEqualTo("value");
	}

	@Test
	void holdsNull() {
		fill("a", null);
		assertThat(Objects.requireNonNull(this.tier.get("a")).get()).isNull();
	}

	@Test
	void doesNotFillWhatWasTouched() {
		long ticket = this.log.ticket();
		this.log.raise("a");
		this.tier.fill(EntryKey.of("a"), "old", Lifespan.of(TTL), ticket, Origin.NONE);
		assertThat(value("a")).isNull();
		assertThat(index()).isEmpty();
	}

	@Test
	void keepsWhatWasPutSinceTheFillBegan() {
		long ticket = this.log.ticket();
		this.tier.put(EntryKey.of("a"), "new", Lifespan.of(TTL), Set.of());
		this.tier.fill(EntryKey.of("a"), "old", Lifespan.of(TTL), ticket, Origin.NONE);
		assertThat(value("a")).isEqualTo("new");
		assertThat(index()).containsOnlyKeys("a");
	}

	@Test
	void putIfAbsentReplacesOnlyWhatIsNotLive() {
		assertThat(this.tier.putIfAbsent(EntryKey.of("a"), "one", Lifespan.of(TTL))).isNull();
		assertThat(Objects.requireNonNull(this.tier.putIfAbsent(EntryKey.of("a"), "two", Lifespan.of(TTL))).get())
			.isEqualTo("one");
		this.time.advance(TTL);
		assertThat(this.tier.putIfAbsent(EntryKey.of("a"), "three", Lifespan.of(TTL))).isNull();
		this.log.raiseAll();
		assertThat(this.tier.putIfAbsent(EntryKey.of("a"), "four", Lifespan.of(TTL))).isNull();
		assertThat(value("a")).isEqualTo("four");
	}

	@Test
	void removesByKeyAndByName() {
		EntryKey key = EntryKey.of(1);
		this.tier.put(key, "one", Lifespan.of(TTL), Set.of());
		assertThat(this.tier.remove(key)).isTrue();
		assertThat(this.tier.remove(key)).isFalse();
		this.tier.put(key, "one", Lifespan.of(TTL), Set.of());
		this.tier.remove(key.name());
		assertThat(this.tier.get(1)).isNull();
		this.tier.remove("never heard of");
		assertThat(index()).isEmpty();
	}

	@Test
	void anExpiredEntryWasNotThere() {
		fill("a", "value");
		this.time.advance(TTL);
		assertThat(this.tier.hasEntries()).isFalse();
		assertThat(this.tier.remove(EntryKey.of("a"))).isFalse();
	}

	@Test
	void raisingAllOutdatesAtOnceAndSweepingGivesBackTheMemory() {
		fill("a", "value");
		this.log.raiseAll();
		fill("b", "value");
		assertThat(value("a")).isNull();
		assertThat(value("b")).isEqualTo("value");
		assertThat(index()).containsOnlyKeys("a", "b");
		this.tier.removeOutdated();
		assertThat(index()).containsOnlyKeys("b");
		assertThat(this.tier.size()).isEqualTo(1);
		assertThat(this.tier.evictions()).isZero();
	}

	@Test
	void holdsOnlySoMany() {
		LocalTier small = TestTiers.local(10, Duration.ZERO, this.log, this.time);
		for (int i = 0; i < 200; i++) {
			small.fill(EntryKey.of(i), i, Lifespan.of(TTL), this.log.ticket(), Origin.NONE);
		}
		await().untilAsserted(() -> {
			small.removeOutdated();
			assertThat(small.size()).isLessThanOrEqualTo(10);
			assertThat(small.evictions()).isEqualTo(200 - small.size());
		});
		assertThat(TestTiers.keysByName(small)).hasSize((int) small.size());
	}

	@Test
	void anInvalidationWaitsForAnEntryThatIsBeingStored() throws Exception {
		Gate gate = new Gate();
		LocalTier slow = TestTiers.local(1000, Duration.ZERO, this.log, () -> {
			gate.pass();
			return 0;
		});
		Thread storing = new Thread(() -> slow.put(EntryKey.of("a"), "old", Lifespan.of(TTL), Set.of()));
		storing.start();
		gate.awaitArrival();
		Thread invalidating = new Thread(() -> {
			this.log.raise("a");
			slow.remove("a");
		});
		invalidating.start();
		await().until(() -> invalidating.getState() != Thread.State.RUNNABLE);
		gate.open();
		storing.join();
		invalidating.join();
		assertThat(slow.get("a")).isNull();
		assertThat(TestTiers.keysByName(slow)).isEmpty();
	}

	@Test
	void keysThatShareANameGoTogether() {
		Holder one = new Holder(new int[] { 1 });
		Holder other = new Holder(new int[] { 1 });
		assertThat(one).isNotEqualTo(other);
		assertThat(EntryKey.of(one).name()).isEqualTo(EntryKey.of(other).name());
		this.tier.put(EntryKey.of(one), "value", Lifespan.of(TTL), Set.of());
		this.tier.put(EntryKey.of(other), "value", Lifespan.of(TTL), Set.of());
		this.log.raise(EntryKey.of(one).name());
		this.tier.remove(EntryKey.of(one).name());
		assertThat(this.tier.get(one)).isNull();
		assertThat(this.tier.get(other)).isNull();
		assertThat(index()).isEmpty();
	}

	private void fill(String key, @Nullable Object value) {
		this.tier.fill(EntryKey.of(key), value, Lifespan.of(TTL), this.log.ticket(), Origin.NONE);
	}

	private @Nullable Object value(Object key) {
		LocalEntry entry = this.tier.get(key);
		return (entry != null) ? entry.get() : null;
	}

	private Map<String, Object> index() {
		return TestTiers.keysByName(this.tier);
	}

	// Records compare arrays by identity, and names by what they hold
	private record Holder(int[] numbers) {

	}

}
