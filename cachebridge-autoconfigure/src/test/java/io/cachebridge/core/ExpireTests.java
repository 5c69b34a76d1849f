package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values whose time-to-live is ended before it is over.
 */
class ExpireTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource
	void areNotServedAnyMore(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "old", Set.of("tag"));
		cache.put("other", "value");
		cache.expire("key");
		assertThat(cache.get("key")).isNull();
		assertThat(cache.contains("key")).isFalse();
		assertThat(cache.get("other")).isNotNull();
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(cache.get("key", String.class)).isEqualTo("new");
	}

	@Test
	void areNotServedOnOtherNodesHoweverLateTheirClockIs() {
		TestTime late = new TestTime();
		late.advance(Duration.ofMinutes(-15));
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.addNode((builder) -> builder.clock(late).ticker(late))
			.getCache(Cluster.CACHE);
		assertThat(other).isNotNull();
		cache.put("key", "old");
		assertThat(other.get("key")).isNotNull();
		cache.expire("key");
		assertThat(other.get("key")).isNull();
	}

	@Test
	void stayInTheStoreAsTheyWere() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value", Set.of("tag"));
		String place = this.cluster.store.keyEndingWith(":key");
		StoredRecord before = this.cluster.store.records.get(place);
		this.cluster.time.advance(Duration.ofMinutes(1));
		cache.expire("key");
		StoredRecord after = this.cluster.store.records.get(place);
		assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
		assertThat(after.version()).isNotEqualTo(before.version());
		Envelope old = Envelope.read(before.content());
		Envelope kept = Envelope.read(after.content());
		assertThat(kept.isFresh(this.cluster.time.instant())).isFalse();
		assertThat(kept.createdAt()).isEqualTo(old.createdAt());
		assertThat(kept.epochs()).isEqualTo(old.epochs());
		assertThat(kept.value()).isEqualTo(old.value());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void loadsUnderWayAreNotStored(boolean expiredBefore) {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		if (expiredBefore) {
			cache.put("key", "older");
			this.cluster.time.advance(this.cluster.settings.timeToLive);
		}
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return "old";
		}));
		loading.awaitArrival();
		this.cluster.network.hold();
		other.expire("key");
		this.cluster.network.drop();
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(other.get("key")).isNull();
	}

	@Test
	void aLoadThatIsStoredJustBeforeIsExpiredToo() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return "old";
		}));
		loading.awaitArrival();
		Gate expiring = this.cluster.store.holdBefore("putIf", ":key");
		Future<?> expiry = this.background.run(() -> other.expire("key"));
		expiring.awaitArrival();
		loading.open();
		Background.result(load);
		expiring.open();
		Background.result(expiry);
		assertThat(cache.get("key")).isNull();
		assertThat(other.get("key")).isNull();
	}

	@Test
	void withoutAnAnswerOfTheStoreTheyArePendingAsEvicted() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.put("key", "old");
		this.cluster.store.fail("putIf");
		cache.expire("key");
		assertThat(cache.statistics().pending()).isOne();
		assertThat(cache.get("key")).isNull();
		assertThat(other.get("key")).isNull();
		this.cluster.store.work();
		assertThat(cache.recover(() -> true)).isTrue();
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void aPendingPutFromBeforeIsNotMadeUpFor() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "old");
		this.cluster.store.fail("put");
		cache.put("key", "new");
		this.cluster.store.work();
		cache.expire("key");
		assertThat(cache.recover(() -> true)).isTrue();
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.other().get("key")).isNull();
	}

	@Test
	void nothingIsWrittenWhereThereIsNothing() {
		this.cluster.cache().expire("key");
		assertThat(this.cluster.store.records).isEmpty();
	}

	@Test
	void areRemovedByAStoreThatCannotReplaceThem() {
		this.cluster = new Cluster(Shape.REMOTE, new TestStore(Capability.SHARED));
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "old");
		cache.expire("key");
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

}
