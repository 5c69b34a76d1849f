package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which keys have a value.
 */
class KeyNameTests {

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private static List<String> names(CacheBridgeCache cache, String prefix) {
		try (Stream<String> names = cache.keys(prefix)) {
			return names.toList();
		}
	}

	@ParameterizedTest
	@EnumSource
	void listsNamesOfLiveValuesOnly(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("early", "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		cache.put("user:1", "value");
		cache.put("user:2", "value");
		cache.put("user:3", null);
		cache.put("users", "value");
		cache.put("gone", "value");
		cache.put("100%", "value");
		cache.put(7L, "value");
		cache.put("tagged", "value", Set.of("tag"));
		cache.evict("gone");
		cache.evictByTag("tag");
		cache.increment("counter", 1);
		assertThat(names(cache, "")).containsExactlyInAnyOrder("user:1", "user:2", "user:3", "users", "100%0025",
				"~Long=7");
		assertThat(names(cache, "user:")).containsExactlyInAnyOrder("user:1", "user:2", "user:3");
		assertThat(names(cache, "nobody")).isEmpty();
		cache.clear();
		assertThat(names(cache, "")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void tellsWhetherThereIsAValue(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		assertThat(cache.contains("key")).isFalse();
		cache.put("key", null);
		assertThat(cache.contains("key")).isTrue();
		cache.clear();
		assertThat(cache.contains("key")).isFalse();
		cache.put("key", "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		assertThat(cache.contains("key")).isFalse();
	}

	@Test
	void tellsWhetherThereIsAValueWithoutDecodingIt() {
		this.cluster.cache().put("key", "value");
		this.cluster.codec.knowsTypes = false;
		assertThat(this.cluster.other().contains("key")).isTrue();
		assertThat(this.cluster.other().statistics().unreadable()).isZero();
		assertThat(this.cluster.other().contains("other")).isFalse();
	}

	@Test
	void readsPageByPage() {
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 1000; i++) {
			cache.put("key" + i, "value");
		}
		long before = this.cluster.store.count("getAll");
		try (Stream<String> names = cache.keys("")) {
			assertThat(names.limit(5)).hasSize(5);
		}
		assertThat(this.cluster.store.count("getAll") - before).isLessThan(10);
		assertThat(names(cache, "")).hasSize(1000).doesNotHaveDuplicates();
	}

	@Test
	void readsLongNamesFromTheirRecords() {
		this.cluster.store.limit(new Limits(150, Long.MAX_VALUE));
		CacheBridgeCache cache = this.cluster.cache();
		String common = "x".repeat(90);
		cache.put(common + "a".repeat(90), "value");
		cache.put(common + "b".repeat(90), "value");
		cache.put("short", "value");
		assertThat(names(cache, "")).containsExactlyInAnyOrder(common + "a".repeat(90), common + "b".repeat(90),
				"short");
		assertThat(names(cache, common + "a")).containsExactly(common + "a".repeat(90));
		assertThat(cache.contains(common + "a".repeat(90))).isTrue();
		assertThat(cache.contains(common + "c".repeat(90))).isFalse();
	}

	@Test
	void followsWhatIsPending() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("a", "value");
		cache.put("b", "value");
		this.cluster.store.fail("put", "delete");
		cache.evict("a");
		cache.put("b", "new");
		cache.put("c", "new");
		assertThat(names(cache, "")).containsExactlyInAnyOrder("b", "c");
		assertThat(cache.contains("a")).isFalse();
		assertThat(cache.contains("c")).isTrue();
		cache.clear();
		assertThat(names(cache, "")).isEmpty();
	}

	@Test
	void skipsWhatIsNoValue() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value");
		String place = this.cluster.store.keyEndingWith(":key");
		this.cluster.store.records.put(place + "2", StoredRecord.of(new byte[] { 1 }, Version.NONE, null));
		this.cluster.store.records.put(place + "3", StoredRecord.reservation(new Version(1, 1), null));
		assertThat(names(cache, "")).containsExactly("key");
	}

	@Test
	void throwsWhenTheStoreFailsOnTheWay() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value");
		this.cluster.store.fail("getAll");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> names(cache, ""));
		this.cluster.store.fail("keys");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> names(cache, ""));
		assertThat(cache.statistics().backendFailures()).isEqualTo(2);
	}

	@Test
	void needsABackendThatCanList() {
		this.cluster = new Cluster(Shape.REMOTE, new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> names(this.cluster.cache(), ""))
			.withMessageContainingAll("keys", "ENUMERATION", "'store'");
	}

	@Test
	void seesValuesOfOtherNodes() {
		this.cluster.settings.timeToLive = Duration.ZERO;
		this.cluster.cache().putAll(Map.of("a", "1", "b", "2"));
		assertThat(names(this.cluster.other(), "")).containsExactlyInAnyOrder("a", "b");
	}

}
