package io.cachebridge.core;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The epoch of a cache is replaced, lost, created by two nodes, heard of late.
 */
class EpochTests {

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

	private void loseEpoch() {
		this.cluster.store.records.keySet().removeIf((key) -> key.endsWith("#epoch"));
	}

	private void forgetLocally(CacheBridgeCache from) {
		from.ear().hears();
	}

	@Test
	void clearingIsOneWrite() {
		for (int i = 0; i < 100; i++) {
			this.cache.put(i, "value");
		}
		this.cluster.store.operations.clear();
		this.cache.clear();
		assertThat(this.cluster.store.operations).containsExactly("put");
		for (int i = 0; i < 100; i++) {
			assertThat(this.cache.get(i)).isNull();
			assertThat(this.other.get(i)).isNull();
		}
	}

	@Test
	void aKnownEpochIsNotFetchedAgain() {
		this.cache.put("key", "value");
		this.cache.get("a");
		this.cluster.store.operations.clear();
		Gate none = this.cluster.store.holdBefore("getAll", "#epoch");
		assertThat(this.cache.get("b")).isNull();
		assertThat(this.cache.get("c")).isNull();
		none.open();
		assertThat(this.cluster.store.operations).containsExactly("getAll", "getAll");
	}

	@Test
	void withoutABackplaneTheEpochIsFetchedWithEachRead() {
		try (Cluster remote = new Cluster(Shape.REMOTE)) {
			remote.cache().put("key", "value");
			assertThat(value(remote.other())).isEqualTo("value");
			remote.store.operations.clear();
			assertThat(value(remote.other())).isEqualTo("value");
			assertThat(remote.store.operations).containsExactly("getAll");
			remote.cache().clear();
			remote.store.operations.clear();
			assertThat(value(remote.other())).isNull();
			assertThat(remote.store.operations).as("once more, for a record of another epoch")
				.containsExactly("getAll", "getAll");
		}
	}

	@Test
	void aLostEpochMeansMissesAndNothingComesBack() {
		this.cache.put("key", "old");
		this.cache.clear();
		loseEpoch();
		assertThat(value(this.cache)).isNull();
		assertThat(value(this.other)).isNull();
		assertThat(this.other.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(value(this.cache)).isEqualTo("new");
	}

	@Test
	void aLostEpochThatIsCreatedAnewOutdatesWhatOthersRemember() {
		this.cache.put("key", "old");
		this.cache.get("remember");
		this.other.get("remember");
		loseEpoch();
		forgetLocally(this.other);
		assertThat(this.other.<String>get("fresh", () -> "fresh")).isEqualTo("fresh");
		assertThat(value(this.other)).isNull();
		assertThat(value(this.cache)).isNull();
		assertThat(this.cache.get("fresh", String.class)).isEqualTo("fresh");
	}

	@Test
	void anEpochThatIsGoneIsNotRememberedBecauseItOnceWas() {
		this.cache.put("old", "old");
		this.cache.get("remember");
		this.cluster.network.hold();
		this.other.clear();
		this.other.put("key", "newer");
		loseEpoch();
		this.cluster.network.drop();
		// Meets a record of an epoch it does not know, and then no epoch at all
		assertThat(this.cache.<String>get("key", () -> "newest")).isEqualTo("newest");
		this.cluster.time.advance(this.cluster.settings.localTimeToLive);
		assertThat(this.cache.get("old")).isNull();
	}

	@Test
	void twoNodesThatCreateAnEpochAgreeOnOne() {
		Gate creation = this.cluster.store.holdBefore("putIf", "#epoch");
		Future<String> slow = this.background.call(() -> this.cache.get("key", () -> "one"));
		creation.awaitArrival();
		assertThat(this.other.<String>get("other key", () -> "two")).isEqualTo("two");
		creation.open();
		assertThat(Background.result(slow)).isEqualTo("one");
		assertThat(value(this.other)).isEqualTo("one");
		assertThat(this.cache.get("other key", String.class)).isEqualTo("two");
	}

	@Test
	void anEpochFetchedBeforeAClearDoesNotCountAfterIt() {
		this.cache.put("key", "old");
		Gate fetch = this.cluster.store.holdAfter("getAll", "#epoch");
		Future<String> reading = this.background.call(() -> value(this.other));
		fetch.awaitArrival();
		this.cache.clear();
		fetch.open();
		assertThat(Background.result(reading)).isEqualTo("old");
		assertThat(value(this.other)).isNull();
	}

	@Test
	void aRecordOfAnUnknownEpochMakesTheNodeLookAgain() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.other.get("remember");
		this.cluster.network.hold();
		this.cache.clear();
		this.cache.put("another", "new");
		assertThat(this.other.get("another", String.class)).isEqualTo("new");
		this.cluster.network.drop();
	}

	@Test
	void foreignBytesInPlaceOfTheEpochDoNoHarm() {
		this.cache.put("key", "value");
		this.cluster.store.records.replaceAll((key, held) -> key.endsWith("#epoch")
				? StoredRecord.of(new byte[] { 1, 2, 3 }, Version.NONE, null) : held);
		forgetLocally(this.cache);
		assertThat(value(this.cache)).isNull();
		assertThat(this.cache.<String>get("key", () -> "new")).isEqualTo("new");
		this.cache.clear();
		assertThat(value(this.cache)).isNull();
		assertThat(List.copyOf(this.cluster.store.records.keySet())).hasSize(2);
	}

	@Test
	void nothingIsCachedWhileTheEpochCannotBeCreated() {
		this.cluster.store.fail("putIf", "put");
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		this.cache.put("other", "value");
		this.cluster.store.work();
		assertThat(this.cluster.store.records).isEmpty();
		assertThat(value(this.other)).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anEpochOfTheSameBatchMayBeOlderThanTheRecord(boolean many) {
		try (Cluster remote = new Cluster(Shape.REMOTE)) {
			CacheBridgeCache reader = remote.cache();
			CacheBridgeCache writer = remote.other();
			writer.put("first", "creates the epoch");
			remote.store.doWithinNextBatch(() -> {
				writer.clear();
				assertThat(writer.putIfAbsent("key", "theirs")).isNull();
			});
			Object found = many ? reader.getAll(List.of("key", "other")).get("key")
					: Objects.requireNonNull(reader.putIfAbsent("key", "mine")).get();
			assertThat(found).isEqualTo("theirs");
			assertThat(writer.get("key", String.class)).isEqualTo("theirs");
		}
	}

}
