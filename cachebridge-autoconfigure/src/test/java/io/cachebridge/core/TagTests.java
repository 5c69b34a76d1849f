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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Eviction by tag, on one node and seen from another.
 */
class TagTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static String load(CacheBridgeCache cache, String key, String value, String... tags) {
		return cache.getOrLoad(key, (context) -> {
			context.tags(tags);
			return value;
		});
	}

	@ParameterizedTest
	@EnumSource
	void evictsWhatHasTheTagAndNothingElse(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		load(cache, "a", "a", "red", "round");
		load(cache, "b", "b", "red");
		cache.put("c", "c", Set.of("blue"));
		cache.put("d", "d");
		cache.evictByTag("red");
		assertThat(cache.get("a")).isNull();
		assertThat(cache.get("b")).isNull();
		assertThat(cache.get("c", String.class)).isEqualTo("c");
		assertThat(cache.get("d", String.class)).isEqualTo("d");
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsLoadedAfterwards(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		load(cache, "a", "old", "red");
		cache.evictByTag("red");
		assertThat(load(cache, "a", "new", "red")).isEqualTo("new");
		assertThat(load(cache, "a", "newer", "red")).isEqualTo("new");
	}

	@Test
	void otherNodesSeeItAtOnceWithOneMessageAndTwoWrites() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		for (int i = 0; i < 50; i++) {
			load(cache, "key" + i, "old", "red");
			assertThat(other.get("key" + i)).isNotNull();
		}
		long writes = this.cluster.store.count("put") + this.cluster.store.count("delete");
		int messages = this.cluster.network.sent.size();
		cache.evictByTag("red");
		assertThat(this.cluster.store.count("put") + this.cluster.store.count("delete") - writes).isEqualTo(2);
		assertThat(this.cluster.network.sent).hasSize(messages + 1);
		assertThat(other.get("key7")).isNull();
		assertThat(cache.get("key7")).isNull();
	}

	@Test
	void callersAfterTheEvictionDoNotJoinALoadFromBefore() {
		CacheBridgeCache cache = this.cluster.cache();
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return "old";
		}));
		loading.awaitArrival();
		cache.evictByTag("red");
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(cache.get("key", String.class)).isEqualTo("new");
	}

	@Test
	void worksWithoutABackplane() {
		this.cluster = new Cluster(Shape.REMOTE);
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		load(cache, "key", "old", "red");
		assertThat(other.get("key", String.class)).isEqualTo("old");
		cache.evictByTag("red");
		assertThat(other.get("key")).isNull();
	}

	@Test
	void epochsOfTagsOutliveTheRecordsThatNameThem() {
		this.cluster.settings.timeToLive = Duration.ofDays(1);
		CacheBridgeCache cache = this.cluster.cache();
		for (int day = 0; day < 20; day++) {
			load(cache, "key" + day, "value", "red");
			this.cluster.time.advance(Duration.ofHours(23));
			this.cluster.store.dropExpired(this.cluster.time.instant());
			assertThat(this.cluster.other().get("key" + day)).as("day %s", day).isNotNull();
		}
	}

	@Test
	void deadRecordsAreRemovedWhereTheyDoNotGoByThemselves() {
		this.cluster = new Cluster(Shape.TIERED,
				new TestStore(Capability.CONDITIONAL_PUT, Capability.SHARED, Capability.ENUMERATION));
		CacheBridgeCacheManager node = this.cluster.addNode((builder) -> builder.executor(Runnable::run));
		CacheBridgeCache cache = node.getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		for (int i = 0; i < 250; i++) {
			load(cache, "key" + i, "value", (i % 2 != 0) ? "odd" : "even");
		}
		cache.evictByTag("odd");
		assertThat(this.cluster.store.holdsContent(":key1")).isFalse();
		assertThat(this.cluster.store.holdsContent(":key2")).isTrue();
		cache.clear();
		assertThat(this.cluster.store.holdsContent(":key2")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "a\0b" })
	void refusesWhatCannotBeATag(String tag) {
		CacheBridgeCache cache = this.cluster.cache();
		assertThatIllegalArgumentException().isThrownBy(() -> cache.evictByTag(tag)).withMessageContaining("tag");
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("key", "value", Set.of(tag)));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a:b", "#", "\u4e2d", "%", "a,b" })
	void takesAnyOtherText(String tag) {
		CacheBridgeCache cache = this.cluster.cache();
		load(cache, "key", "value", tag);
		assertThat(this.cluster.other().get("key")).isNotNull();
		this.cluster.other().evictByTag(tag);
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void whatTheLoadSkipsIsNotStored() {
		CacheBridgeCache cache = this.cluster.cache();
		String value = cache.getOrLoad("key", (context) -> {
			context.skip();
			return "value";
		});
		assertThat(value).isEqualTo("value");
		assertThat(cache.get("key")).isNull();
	}

	/**
	 * Its record counts no more, so the copy here must not either.
	 */
	@Test
	void keepsNoCopyOfAPutWhoseTagIsEvictedMeanwhile() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "older", Set.of("tag"));
		Gate put = this.cluster.store.holdAfter("put", ":key");
		Future<?> writer = this.background.run(() -> cache.put("key", "old", Set.of("tag")));
		put.awaitArrival();
		this.cluster.other().evictByTag("tag");
		put.open();
		Background.result(writer);
		assertThat(cache.get("key")).isNull();
	}

}
