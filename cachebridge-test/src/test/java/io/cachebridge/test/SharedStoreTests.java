package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

class SharedStoreTests extends CacheBackendContract {

	private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));

	private final SharedStore store = new SharedStore();

	@Override
	protected CacheBackend createBackend() {
		return this.store;
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		FaultyBackend away = new FaultyBackend(this.store);
		away.failAll();
		return away;
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		this.store.put(key, StoredRecord.of(bytes, Version.NONE, null));
	}

	@Test
	void keepsExpiredRecordsUntilTheyArePruned() {
		Instant expiry = this.clock.instant();
		StoredRecord written = write(key("a"), stored("content", expiry));
		this.clock.advance(Duration.ofDays(1));
		assertThat(this.store.get(key("a"))).isEqualTo(written);
		assertThat(this.store.prune(expiry)).isZero();
		assertThat(this.store.prune(this.clock.instant())).isEqualTo(1);
		assertThat(this.store.get(key("a"))).isNull();
	}

	@Test
	void endsCountersByItsClock() {
		SharedStore timed = new SharedStore(this.clock);
		assertThat(timed.increment("a", 2, Duration.ofSeconds(1))).isEqualTo(2);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(timed.increment("a", 2, null)).isEqualTo(4);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(timed.increment("a", 2, null)).isEqualTo(2);
	}

	@Test
	void losesOneRecordOrEverything() {
		write(key("a"), stored("content"));
		StoredRecord kept = write(key("b"), stored("content"));
		String life = this.store.incarnation();
		this.store.lose(key("a"));
		assertThat(this.store.get(key("a"))).isNull();
		assertThat(this.store.get(key("b"))).isEqualTo(kept);
		assertThat(this.store.incarnation()).isEqualTo(life);
		this.store.loseEverything();
		assertThat(this.store.get(key("b"))).isNull();
		assertThat(this.store.incarnation()).isNotEqualTo(life);
	}

}
