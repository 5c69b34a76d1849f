package io.cachebridge.core;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What does not wait for the queue knows of it, and so does the end of the node.
 */
class AsyncWriteOrderTests extends AbstractAsyncWriteTests {

	private final Database database = new Database();

	@Override
	void close() {
		super.close();
		this.database.close();
	}

	@Test
	void aClearSweepsAwayWhatIsQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "old");
		cache.clear();
		assertThat(value(cache, "key")).isNull();
		makeQueued();
		assertThat(value(cache, "key")).isNull();
		assertThat(holds("key")).isFalse();
	}

	@Test
	void aClearSweepsAwayWhatIsBeingWritten() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Gate gate = this.cluster.store.holdBefore("put", ":key");
		cache.put("key", "old");
		Future<?> task = this.background.run(this::makeQueued);
		gate.awaitArrival();
		cache.clear();
		gate.open();
		assertThat(value(cache, "key")).isNull();
		assertThat(value(this.cluster.other(), "key")).isNull();
		Background.result(task);
		assertThat(value(cache, "key")).isNull();
		assertThat(value(this.cluster.other(), "key")).isNull();
	}

	@Test
	void nothingIsWrittenUnderTheEpochOfALaterClear() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Gate gate = this.cluster.store.holdBefore("getAll", "");
		Gate written = this.cluster.store.holdAfter("put", ":key");
		cache.put("key", "old");
		Future<?> task = this.background.run(this::makeQueued);
		gate.awaitArrival();
		cache.clear();
		written.open();
		gate.open();
		Background.result(task);
		assertThat(this.cluster.store.operations).containsOnlyOnce("put");
		assertThat(value(this.cluster.other(), "key")).isNull();
	}

	@Test
	void anEvictionByTagSweepsAwayWhatIsQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("tagged", "old", Set.of("tag"));
		cache.put("other", "value", Set.of("others"));
		cache.evictByTag("tag");
		assertThat(value(cache, "tagged")).isNull();
		makeQueued();
		assertThat(value(this.cluster.other(), "tagged")).isNull();
		assertThat(value(this.cluster.other(), "other")).isEqualTo("value");
	}

	@Test
	void whatAnotherNodeHasWrittenIsNotReplacedOnceItsMessageHasArrived() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "old");
		this.cluster.other().put("key", "new");
		assertThat(value(cache, "key")).isNull();
		makeQueued();
		assertThat(value(cache, "key")).isNotEqualTo("old");
		assertThat(value(this.cluster.other(), "key")).isNotEqualTo("old");
	}

	@Test
	void putIfAbsentFindsWhatIsQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "queued");
		cache.put("other", "queued");
		assertThat(cache.putIfAbsent("key", "second")).extracting((found) -> found.get()).isEqualTo("queued");
		assertThat(holds("key")).isTrue();
		assertThat(holds("other")).as("is left to the queue").isFalse();
		cache.evict("key");
		assertThat(cache.putIfAbsent("key", "third")).isNull();
		makeQueued();
		assertThat(value(this.cluster.other(), "key")).isEqualTo("third");
	}

	@Test
	void evictIfPresentFindsWhatIsQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "queued");
		assertThat(cache.evictIfPresent("key")).isTrue();
		cache.evict("other");
		assertThat(cache.evictIfPresent("other")).isFalse();
		makeQueued();
		assertThat(holds("key")).isFalse();
	}

	@Test
	void invalidateFindsWhatIsQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "queued");
		assertThat(cache.invalidate()).isTrue();
		assertThat(cache.invalidate()).isFalse();
		makeQueued();
		assertThat(value(cache, "key")).isNull();
	}

	@Test
	void whatIsQueuedCanExpire() {
		CacheBridgeCache cache = start(Shape.TIERED);
		this.cluster.other().put("key", "older");
		cache.put("key", "queued");
		cache.expire("key");
		assertThat(value(cache, "key")).isNull();
		assertThat(holds("key")).as("a value that was replaced must not be served stale").isFalse();
		makeQueued();
		assertThat(value(cache, "key")).isNull();
	}

	@Test
	void aTransactionQueuesItsWritesWhenItIsCommitted() {
		CacheBridgeCache cache = start(Shape.TIERED,
				(settings) -> settings.transaction = CacheSettings.Transaction.AFTER_COMMIT, 10_000);
		this.database.rollback(() -> cache.put("key", "never"));
		assertThat(cache.statistics().queued()).isZero();
		this.database.commit(() -> {
			cache.put("key", "value");
			assertThat(cache.statistics().queued()).isZero();
		});
		assertThat(value(cache, "key")).isEqualTo("value");
		assertThat(holds("key")).isFalse();
		makeQueued();
		assertThat(value(this.cluster.other(), "key")).isEqualTo("value");
	}

	@Test
	void whatIsQueuedIsMadeWhenTheNodeCloses() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("put", "value");
		this.cluster.other().put("evicted", "value");
		cache.evict("evicted");
		// The only task waits for the test, as on a machine that is too busy
		Future<?> closing = this.background.run(() -> this.cluster.node(0).close());
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> holds("put"));
		makeQueued();
		Background.result(closing);
		assertThat(holds("evicted")).isFalse();
		assertThat(value(this.cluster.other(), "put")).isEqualTo("value");
	}

	@Test
	void theRecoveryDoesNotOvertakeWhatIsBeingWritten() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Gate gate = this.cluster.store.holdBefore("put", ":key");
		cache.put("key", "first");
		Future<?> task = this.background.run(this::makeQueued);
		gate.awaitArrival();
		cache.put("key", "second");
		Future<Boolean> recovery = this.background.call(() -> cache.recover(() -> true));
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> recovery.isDone() || this.background.waiting() == 2);
		gate.open();
		Background.result(task);
		Background.result(recovery);
		assertThat(value(cache, "key")).isEqualTo("second");
		assertThat(value(this.cluster.other(), "key")).isEqualTo("second");
	}

	@Test
	void aNodeRecoversWhatItsTasksHaveNotMade() {
		CacheBridgeCache cache = start(Shape.TIERED);
		cache.put("key", "value");
		cache.recover(() -> true);
		assertThat(value(this.cluster.other(), "key")).isEqualTo("value");
		makeQueued();
		assertThat(cache.recover(() -> true)).isTrue();
		assertThat(this.cluster.store.operations).containsOnlyOnce("put");
	}

	@Test
	void theRecoveryLeavesAKeyThatIsWrittenAgainAndAgainToTheQueue() {
		CacheBridgeCache cache = start(Shape.TIERED);
		Rewritten value = new Rewritten(cache);
		value.rest.set(50);
		cache.put("key", value);
		cache.recover(() -> true);
		assertThat(this.cluster.store.operations).containsOnlyOnce("put");
		makeQueued();
		assertThat(value.rest).hasNegativeValue();
	}

	@Test
	void theRecoveryMakesAFewOfManyQueuedWritesAtATime() {
		CacheBridgeCache cache = start(Shape.TIERED);
		for (int i = 0; i < 250; i++) {
			cache.put("key " + i, "value");
		}
		assertThat(cache.recover(() -> true)).isFalse();
		assertThat(this.cluster.store.count("put")).isEqualTo(100);
		cache.recover(() -> true);
		cache.recover(() -> true);
		assertThat(this.cluster.store.count("put")).isEqualTo(250);
	}

	@Test
	void callersDoNotMakeWhatOthersHaveQueued() {
		CacheBridgeCache cache = start(Shape.TIERED);
		this.cluster.store.fail("put");
		cache.clear();
		this.cluster.store.work();
		cache.put("queued", "value");
		assertThat(cache.statistics().pending()).isOne();
		assertThat(cache.putIfAbsent("key", "value")).isNull();
		assertThat(cache.statistics().pending()).isZero();
		assertThat(cache.statistics().queued()).isOne();
		assertThat(this.cluster.store.count("delete")).isZero();
		makeQueued();
		assertThat(cache.statistics().queued()).isZero();
	}

	@Test
	void errorsEndNoMoreThanTheirOwnWrites() {
		CacheBridgeCache cache = start(Shape.TIERED);
		for (int i = 0; i < 20; i++) {
			cache.put("fatal " + i, new Fatal());
		}
		cache.put("key", "value");
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(this::makeQueued);
		}
		makeQueued();
		assertThat(holds("key")).isTrue();
		assertThat(cache.statistics().queued()).isZero();
	}

	/**
	 * Is put again whenever it is written.
	 */
	private static final class Rewritten implements Serializable {

		private static final long serialVersionUID = 1L;

		private final AtomicInteger rest = new AtomicInteger();

		private final transient CacheBridgeCache cache;

		private Rewritten(CacheBridgeCache cache) {
			this.cache = cache;
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			out.defaultWriteObject();
			if (this.rest.getAndDecrement() > 0) {
				this.cache.put("key", this);
			}
		}

	}

	/**
	 * Cannot be written at all.
	 */
	private static final class Fatal implements Serializable {

		private static final long serialVersionUID = 1L;

		private void writeObject(ObjectOutputStream out) {
			throw new AssertionError("asked to fail");
		}

	}

}
