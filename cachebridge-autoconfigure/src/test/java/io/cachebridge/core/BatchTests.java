package io.cachebridge.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.RemoteSettings.Fill;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Reads and writes of many keys at once.
 */
class BatchTests {

	private static final List<String> KEYS = IntStream.range(0, 50).mapToObj((i) -> "key" + i).toList();

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static Map<String, String> valuesOf(String value) {
		Map<String, String> values = new HashMap<>();
		KEYS.forEach((key) -> values.put(key, value));
		return values;
	}

	private long reads() {
		return this.cluster.store.count("getAll") + this.cluster.store.count("get")
				+ this.cluster.store.count("headers");
	}

	@ParameterizedTest
	@EnumSource
	void findsWhatThereIsAndCountsTheRestAsMisses(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("a", "1");
		cache.put("b", null);
		cache.put(3L, "3");
		Map<Object, Object> found = cache.getAll(List.of("a", "b", 3L, "c", "a"));
		assertThat(found).containsOnlyKeys("a", "b", 3L).containsEntry("a", "1").containsEntry("b", null);
		assertThat(cache.statistics().hits()).isEqualTo(3);
		assertThat(cache.statistics().misses()).isOne();
		assertThat(cache.getAll(List.of())).isEmpty();
	}

	@Test
	void readsInOneBatchWhatIsNotHereAndKeepsIt() {
		this.cluster.cache().putAll(valuesOf("value"));
		CacheBridgeCache other = this.cluster.other();
		long before = reads();
		assertThat(other.<String, String>getAll(KEYS)).isEqualTo(valuesOf("value"));
		assertThat(reads() - before).isOne();
		assertThat(other.getAll(KEYS)).hasSize(KEYS.size());
		assertThat(reads() - before).isOne();
		assertThat(other.statistics().remoteHits()).isEqualTo(KEYS.size());
		assertThat(other.statistics().localHits()).isEqualTo(KEYS.size());
	}

	@Test
	void readsEpochsOfTagsInOneFurtherBatch() {
		this.cluster = new Cluster(Shape.TIERED,
				new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT, Capability.NATIVE_EXPIRY));
		CacheBridgeCache other = this.cluster.other();
		KEYS.forEach((key) -> this.cluster.cache().put(key, "value", Set.of(key, "all")));
		this.cluster.cache().evictByTag("key7");
		long before = reads();
		assertThat(other.getAll(KEYS)).hasSize(KEYS.size() - 1).doesNotContainKey("key7");
		assertThat(reads() - before).isEqualTo(2);
	}

	@Test
	void doesNotTrustARememberedEpochThatDisagrees() {
		CacheBridgeCache other = this.cluster.other();
		this.cluster.cache().put("first", "value");
		assertThat(other.getAll(List.of("first"))).hasSize(1);
		this.cluster.network.hold();
		this.cluster.cache().clear();
		this.cluster.cache().put("key", "new");
		this.cluster.network.drop();
		assertThat(other.getAll(List.of("key"))).containsOnlyKeys("key");
	}

	@Test
	void checksSuspectsInTheSameBatch() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.putAll(valuesOf("old"));
		assertThat(other.getAll(KEYS)).hasSize(KEYS.size());
		this.cluster.network.hold();
		cache.evict("key1");
		cache.put("key2", "new");
		this.cluster.network.drop();
		other.ear().missed();
		long before = reads();
		Map<String, String> found = other.getAll(KEYS);
		assertThat(found).hasSize(KEYS.size() - 1).containsEntry("key2", "new").containsEntry("key3", "old");
		assertThat(reads() - before).isOne();
	}

	@Test
	void followsWhatIsPending() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("a", "old");
		cache.put("b", "old");
		this.cluster.store.fail("put", "delete");
		cache.evict("a");
		cache.put("b", "new");
		assertThat(cache.<String, String>getAll(List.of("a", "b"))).isEqualTo(Map.of("b", "new"));
		cache.clear();
		assertThat(cache.getAll(List.of("a", "b"))).isEmpty();
	}

	@Test
	void keepsNothingThatIsInvalidatedMeanwhile() {
		CacheBridgeCache other = this.cluster.other();
		this.cluster.cache().put("key", "old");
		Gate read = this.cluster.store.holdAfter("getAll", ":key");
		Future<Map<String, String>> reading = this.background.call(() -> other.getAll(List.of("key")));
		read.awaitArrival();
		this.cluster.cache().evict("key");
		read.open();
		Background.result(reading);
		assertThat(other.get("key")).isNull();
	}

	@Test
	void removesWhatIsDamaged() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("good", "value");
		cache.put("bad", "value");
		String place = this.cluster.store.keyEndingWith(":bad");
		this.cluster.store.records.put(place, StoredRecord.of(new byte[] { 1, 2, 3 }, Version.NONE, null));
		assertThat(this.cluster.other().getAll(List.of("good", "bad"))).containsOnlyKeys("good");
		assertThat(this.cluster.store.records).doesNotContainKey(place);
	}

	@Test
	void aStoreThatFailsHasNothing() {
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.failAlways();
		assertThat(cache.getAll(KEYS)).isEmpty();
	}

	@Test
	void writesInOneBatchAndTellsOtherNodes() {
		CacheBridgeCache other = this.cluster.other();
		other.put("key1", "old");
		long puts = this.cluster.store.count("put");
		this.cluster.cache().putAll(valuesOf("new"));
		assertThat(this.cluster.store.count("putAll")).isOne();
		assertThat(this.cluster.store.count("put")).isEqualTo(puts);
		assertThat(other.get("key1", String.class)).isEqualTo("new");
		long before = reads();
		assertThat(this.cluster.cache().get("key1", String.class)).isEqualTo("new");
		assertThat(reads()).as("kept here").isEqualTo(before);
		assertThat(this.cluster.cache().statistics().puts()).isEqualTo(KEYS.size());
	}

	@ParameterizedTest
	@EnumSource
	void refusesLoadsThatItOvertakes(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key1", () -> {
			loading.pass();
			return "old";
		}));
		loading.awaitArrival();
		cache.putAll(valuesOf("new"));
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(cache.get("key1", String.class)).isEqualTo("new");
	}

	@Test
	void waitsForAPlainFillThatIsBeingWritten() {
		this.cluster.settings.fill = Fill.PLAIN;
		CacheBridgeCache cache = this.cluster.cache();
		Gate filling = this.cluster.store.holdBefore("put", ":key1");
		Future<String> load = this.background.call(() -> cache.get("key1", () -> "old"));
		filling.awaitArrival();
		Future<?> put = this.background.run(() -> cache.putAll(valuesOf("new")));
		await().until(() -> put.isDone() || this.background.waiting() > 1);
		filling.open();
		Background.result(load);
		Background.result(put);
		assertThat(this.cluster.other().get("key1", String.class)).isEqualTo("new");
	}

	@Test
	void whatFailsIsPendingForEachKey() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.putAll(valuesOf("old"));
		this.cluster.store.fail("putAll");
		cache.putAll(valuesOf("new"));
		assertThat(cache.statistics().pending()).isEqualTo(KEYS.size());
		assertThat(cache.<String, String>getAll(KEYS)).isEqualTo(valuesOf("new"));
		assertThat(other.getAll(KEYS)).as("not stored, as told").isEmpty();
		this.cluster.store.work();
		assertThat(cache.recover(() -> true)).isTrue();
		assertThat(other.<String, String>getAll(KEYS)).isEqualTo(valuesOf("new"));
	}

	@Test
	void whoIsToldThatItFailedReadsNothing() {
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		cache.putAll(valuesOf("old"));
		this.cluster.store.fail("putAll");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.putAll(valuesOf("new")));
		assertThat(cache.getAll(KEYS)).isEmpty();
		assertThat(cache.statistics().pending()).isEqualTo(KEYS.size());
	}

	@Test
	void takesThePlaceOfWhatWasPending() {
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.fail("delete");
		cache.evict("key1");
		this.cluster.store.work();
		cache.putAll(valuesOf("new"));
		assertThat(cache.statistics().pending()).isZero();
		cache.recover(() -> true);
		assertThat(cache.get("key1", String.class)).isEqualTo("new");
	}

	@Test
	void valuesThatCannotBeStoredRemoveWhatIsThere() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.putAll(Map.of("a", "old", "b", "old"));
		cache.putAll(Map.of("a", new Object(), "b", "new"));
		assertThat(cache.<String, String>getAll(List.of("a", "b"))).isEqualTo(Map.of("b", "new"));
		assertThat(cache.statistics().rejectedValues()).isOne();
		assertThat(this.cluster.store.holdsContent(":a")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void nullsAreStoredOnlyIfTheyMayBe(Shape shape) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.nullValues = NullValues.SKIP;
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("a", "old");
		Map<String, String> values = new HashMap<>();
		values.put("a", null);
		values.put("b", "new");
		cache.putAll(values);
		assertThat(cache.getAll(Arrays.asList("a", "b"))).containsOnlyKeys("b");
	}

	@Test
	void aMissingKeyIsRefusedBeforeAnythingIsWritten() {
		CacheBridgeCache cache = this.cluster.cache();
		Map<String, String> values = new HashMap<>();
		values.put("a", "value");
		values.put(null, "value");
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(values));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.getAll(Arrays.asList("a", null)));
		assertThat(cache.get("a")).isNull();
	}

	@Test
	void valuesEndWithTheTimeToLive() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.putAll(valuesOf("value"));
		this.cluster.time.advance(Duration.ofMinutes(11));
		assertThat(cache.getAll(KEYS)).isEmpty();
	}

}
