package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code remote.write: async} callers do not wait for the store, and what they wrote
 * is in force on their node at once.
 */
class AsyncWriteTests extends AbstractAsyncWriteTests {

	@ParameterizedTest
	@EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
	void aPutIsReadHereBeforeTheStoreHasIt(Shape shape) {
		CacheBridgeCache cache = start(shape);
		cache.put("key", "old");
		makeQueued();
		cache.put("key", "new");
		assertThat(this.cluster.store.operations).containsOnlyOnce("put");
		assertThat(value(cache, "key")).isEqualTo("new");
		assertThat(cache.<String, String>getAll(List.of("key"))).containsEntry("key", "new");
		assertThat(cache.contains("key")).isTrue();
		assertThat(cache.keys("")).containsExactly("key");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("old");
		makeQueued();
		assertThat(value(cache, "key")).isEqualTo("new");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("new");
	}

	@ParameterizedTest
	@EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
	void anEvictionIsInForceHereBeforeTheStoreHasIt(Shape shape) {
		CacheBridgeCache cache = start(shape);
		cache.put("key", "old");
		makeQueued();
		assertThat(value(cache, "key")).isEqualTo("old");
		cache.evict("key");
		assertThat(value(cache, "key")).isNull();
		assertThat(cache.get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(holds("key")).isTrue();
		makeQueued();
		assertThat(holds("key")).isFalse();
		assertThat(value(this.cluster.other(), "key")).isNull();
	}

	@Test
	void manyKeysAreQueuedToo() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.putAll(Map.of("a", "1", "b", "2"));
		assertThat(this.cluster.store.operations).doesNotContain("put", "putAll");
		assertThat(value(cache, "b")).isEqualTo("2");
		makeQueued();
		assertThat(value(this.cluster.other(), "a")).isEqualTo("1");
		assertThat(value(this.cluster.other(), "b")).isEqualTo("2");
	}

	@Test
	void ofSeveralWritesOfAKeyTheLastOneIsMade() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "first");
		cache.evict("key");
		cache.put("key", "last");
		assertThat(cache.statistics().queued()).isEqualTo(1);
		assertThat(cache.statistics().pending()).isZero();
		makeQueued();
		assertThat(this.cluster.store.operations).containsOnlyOnce("put").doesNotContain("delete");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("last");
		assertThat(cache.statistics().queued()).isZero();
	}

	@Test
	void whatIsWrittenDuringAWriteIsMadeAfterIt() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Gate gate = this.cluster.store.holdBefore("put", ":key");
		cache.put("key", "first");
		Future<?> task = this.background.run(this::makeQueued);
		gate.awaitArrival();
		cache.put("key", "second");
		assertThat(value(cache, "key")).isEqualTo("second");
		gate.open();
		Background.result(task);
		assertThat(value(cache, "key")).isEqualTo("second");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("second");
	}

	@Test
	void aFullQueueLetsCallersWait() {
		CacheBridgeCache cache = start(Shape.TIERED, (settings) -> {
		}, 4);
		cache.put("a", "1");
		cache.put("b", "1");
		cache.putAll(Map.of("c", "1", "d", "1"));
		cache.evict("e");
		cache.put("a", "2");
		assertThat(holds("c") && holds("d")).isTrue();
		assertThat(holds("a") || holds("b")).isFalse();
		assertThat(cache.statistics().queueFull()).isEqualTo(3);
		assertThat(cache.statistics().queued()).isEqualTo(2);
		makeQueued();
		cache.put("f", "1");
		assertThat(cache.statistics().queueFull()).isEqualTo(3);
		assertThat(value(this.cluster.other(), "a")).isEqualTo("2");
	}

	@Test
	void whatTheStoreDoesNotTakeIsMadeUpFor() {
		CacheBridgeCache cache = start(Shape.TIERED, (settings) -> settings.onError = CacheSettings.OnError.THROW,
				10_000);
		cache.put("seen", "old");
		makeQueued();
		assertThat(value(cache, "seen")).isEqualTo("old");
		this.cluster.store.failAlways();
		cache.put("seen", "new");
		cache.put("unseen", "new");
		makeQueued();
		assertThat(cache.statistics().queued()).isZero();
		assertThat(cache.statistics().pending()).isEqualTo(2);
		assertThat(value(cache, "seen")).isEqualTo("new");
		assertThat(value(cache, "unseen")).isEqualTo("new");
		this.cluster.store.work();
		assertThat(cache.recover(() -> true)).isTrue();
		assertThat(value(this.cluster.other(), "seen")).isEqualTo("new");
		assertThat(value(this.cluster.other(), "unseen")).isNull();
	}

	@Test
	void otherNodesAreToldThatAWriteIsNotStored() {
		CacheBridgeCache cache = start(Shape.TIERED);
		this.cluster.other().put("key", "old");
		this.cluster.store.fail("put");
		cache.put("key", "new");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("old");
		makeQueued();
		assertThat(value(this.cluster.other(), "key")).isNull();
	}

	@Test
	void theTimeToLiveBeginsWithThePut() {
		CacheBridgeCache cache = start(Shape.REMOTE);
		cache.put("fresh", "value");
		cache.put("over", "value");
		this.cluster.time.advance(Duration.ofMinutes(4));
		cache.put("over", "value");
		makeQueued();
		this.cluster.time.advance(Duration.ofMinutes(6));
		assertThat(value(this.cluster.other(), "fresh")).isNull();
		assertThat(value(this.cluster.other(), "over")).isEqualTo("value");
		cache.put("late", "value");
		this.cluster.time.advance(Duration.ofMinutes(11));
		makeQueued();
		assertThat(holds("late")).isFalse();
	}

	@Test
	void aLoadThatIsUnderWayIsNotKept() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Gate gate = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "old";
		}));
		gate.awaitArrival();
		cache.put("key", "new");
		gate.open();
		assertThat(Background.result(load)).isEqualTo("old");
		assertThat(value(cache, "key")).isEqualTo("new");
		makeQueued();
		assertThat(value(cache, "key")).isEqualTo("new");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("new");
	}

	@Test
	void aValueThatCannotBeStoredIsCountedAndRemovesWhatWasThere() {
		CacheBridgeCache cache = start(Shape.TIERED);
		this.cluster.other().put("key", "old");
		cache.put("key", new Object());
		makeQueued();
		assertThat(cache.statistics().rejectedValues()).isEqualTo(1);
		assertThat(holds("key")).isFalse();
		assertThat(cache.statistics().queued() + cache.statistics().pending()).isZero();
	}

	@Test
	void tagsAreKept() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "value", Set.of("tag"));
		makeQueued();
		assertThat(value(this.cluster.other(), "key")).isEqualTo("value");
		this.cluster.other().evictByTag("tag");
		assertThat(value(cache, "key")).isNull();
	}

}
