package io.cachebridge.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.cache.Cache;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.cachebridge.spi.CacheBackendException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Writes inside a transaction take effect when it is committed.
 */
class AfterCommitWriteTests extends AbstractAfterCommitTests {

	@Override
	void start() {
		super.start();
		this.cache.put("put", "old");
		this.cache.put("evicted", "old");
		this.cache.put("other", "old");
	}

	@ParameterizedTest
	@EnumSource
	void othersSeeWritesOnceTheyAreCommitted(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "new");
			this.cache.evict("evicted");
			assertThat(elsewhere("put")).isEqualTo("old");
			assertThat(elsewhere("evicted")).isEqualTo("old");
		});
		for (int node = 0; node < ((shape != Shape.LOCAL) ? 2 : 1); node++) {
			assertThat(held(this.cluster.cache(node), "put")).isEqualTo("new");
			assertThat(held(this.cluster.cache(node), "evicted")).isNull();
			assertThat(held(this.cluster.cache(node), "other")).isEqualTo("old");
		}
	}

	@ParameterizedTest
	@EnumSource
	void manyKeysWaitLikeSingleOnes(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.putAll(Map.of("put", "new", "added", "new"));
			this.cache.expire("evicted");
			assertThat(this.cache.getAll(List.of("put", "added", "evicted", "other"))).containsOnlyKeys("other");
			assertThat(this.cache.contains("put")).isFalse();
			assertThat(elsewhere("put")).isEqualTo("old");
			assertThat(elsewhere("evicted")).isEqualTo("old");
		});
		assertThat(this.cache.<String, String>getAll(List.of("put", "added", "evicted", "other")))
			.isEqualTo(Map.of("put", "new", "added", "new", "other", "old"));
	}

	@ParameterizedTest
	@EnumSource
	void aRollbackLeavesEverythingAsItWas(Shape shape) {
		start(shape);
		this.database.rollback(() -> {
			this.cache.put("put", "new");
			this.cache.evict("evicted");
			this.cache.clear();
		});
		assertThat(held("put")).isEqualTo("old");
		assertThat(held("evicted")).isEqualTo("old");
		assertThat(this.cache.statistics().puts()).isEqualTo(3);
		assertThat(this.cache.statistics().evicts()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void clearsAfterTheCommit(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "dropped");
			this.cache.clear();
			this.cache.put("later", "kept");
			assertThat(elsewhere("other")).isEqualTo("old");
			assertThat(held("other")).isNull();
		});
		assertThat(held("put")).isNull();
		assertThat(held("other")).isNull();
		assertThat(held("later")).isEqualTo("kept");
		assertThat(this.cache.statistics().puts()).isEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource
	void evictsByTagAfterTheCommitAndInTurn(Shape shape) {
		start(shape);
		this.cache.put("tagged", "old", Set.of("tag"));
		this.database.commit(() -> {
			this.cache.put("before", "new", Set.of("tag"));
			this.cache.evictByTag("tag");
			this.cache.put("after", "new", Set.of("tag"));
			assertThat(elsewhere("tagged")).isEqualTo("old");
			assertThat(held("tagged")).isNull();
			assertThat(held("other")).as("may have the tag").isNull();
		});
		assertThat(held("tagged")).isNull();
		assertThat(held("before")).isNull();
		assertThat(held("after")).isEqualTo("new");
		assertThat(held("other")).isEqualTo("old");
		this.database.rollback(() -> this.cache.evictByTag("tag"));
		assertThat(held("after")).isEqualTo("new");
	}

	@ParameterizedTest
	@EnumSource
	void readsOfAWrittenKeyGoToTheSource(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "new");
			this.cache.evict("evicted");
			for (String key : new String[] { "put", "evicted" }) {
				assertThat(held(key)).isNull();
				assertThat(this.cache.get(key, () -> "source")).isEqualTo("source");
				assertThat(Background.result(this.cache.retrieve(key, () -> this.background.later(() -> "source"))))
					.isEqualTo("source");
				assertThat(retrieved(key)).isNull();
			}
			assertThat(elsewhere("put")).isEqualTo("old");
		});
		assertThat(held("put")).isEqualTo("new");
		assertThat(held("evicted")).isNull();
	}

	private @Nullable Object retrieved(String key) {
		var future = this.cache.retrieve(key);
		return (future != null) ? Background.result(future) : null;
	}

	@ParameterizedTest
	@EnumSource
	void readsOfOtherKeysHit(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "new");
			assertThat(held("other")).isEqualTo("old");
			assertThat(this.cache.get("other", () -> "loaded")).isEqualTo("old");
		});
	}

	@Test
	void theLastWriteOfAKeyIsTheOnlyOne() {
		start(Shape.REMOTE);
		this.cluster.store.operations.clear();
		this.database.commit(() -> {
			this.cache.evict("put");
			this.cache.put("put", "first");
			this.cache.put("evicted", "first");
			this.cache.evict("evicted");
			this.cache.put("put", "second");
		});
		assertThat(this.cluster.store.operations).filteredOn((operation) -> !operation.equals("getAll"))
			.containsExactly("delete", "put");
		assertThat(held("put")).isEqualTo("second");
		assertThat(held("evicted")).isNull();
	}

	@Test
	void anInnerTransactionDoesNotSeeTheOuterOne() {
		start(Shape.TIERED);
		this.database.rollback(() -> {
			this.cache.put("put", "outer");
			this.database.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> {
				assertThat(held("put")).isEqualTo("old");
				this.cache.put("put", "inner");
				assertThat(held("put")).isNull();
			});
			assertThat(elsewhere("put")).isEqualTo("inner");
			assertThat(held("put")).isNull();
		});
		assertThat(held("put")).isEqualTo("inner");
	}

	@Test
	void theRollbackOfAnInnerTransactionIsItsOwn() {
		start(Shape.LOCAL);
		this.database.commit(() -> {
			this.cache.put("put", "outer");
			this.database.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> {
				this.cache.put("evicted", "inner");
				inner.setRollbackOnly();
			});
		});
		assertThat(held("put")).isEqualTo("outer");
		assertThat(held("evicted")).isEqualTo("old");
	}

	@Test
	void writesAtOnceWhileTheTransactionIsSuspended() {
		start(Shape.LOCAL);
		this.database.rollback(() -> {
			this.cache.evict("put");
			this.database.run(TransactionDefinition.PROPAGATION_NOT_SUPPORTED, (none) -> {
				assertThat(held("put")).isEqualTo("old");
				this.cache.put("put", "new");
				assertThat(held("put")).isEqualTo("new");
			});
			assertThat(held("put")).isNull();
		});
		assertThat(held("put")).isEqualTo("new");
	}

	@Test
	void aSavepointBelongsToItsTransaction() {
		start(Shape.LOCAL);
		this.database.commit(() -> this.database.run(TransactionDefinition.PROPAGATION_NESTED, (nested) -> {
			this.cache.evict("evicted");
			nested.setRollbackOnly();
		}));
		assertThat(held("evicted")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void whatWasRolledBackToASavepointIsNotStored(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.database.run(TransactionDefinition.PROPAGATION_NESTED, (nested) -> {
				this.database.rename("never");
				this.cache.put("put", this.database.name());
				this.cache.get("loaded", this.database::name);
				nested.setRollbackOnly();
			});
			this.cache.put("later", this.database.name());
		});
		assertThat(held("put")).isNull();
		assertThat(held("loaded")).isNull();
		assertThat(held("later")).isEqualTo("old");
	}

	@Test
	void writesAtOnceWithoutATransaction() {
		start(Shape.LOCAL);
		this.database.run(TransactionDefinition.PROPAGATION_SUPPORTS, (none) -> {
			this.cache.put("put", "new");
			assertThat(held("put")).isEqualTo("new");
		});
		this.cache.evict("put");
		assertThat(held("put")).isNull();
	}

	@Test
	void aReadOnlyTransactionWritesAfterItsCommitToo() {
		start(Shape.LOCAL);
		this.database.readOnly(() -> {
			this.cache.evict("evicted");
			assertThat(elsewhere("evicted")).isEqualTo("old");
			assertThat(this.cache.get("evicted", () -> "loaded")).isEqualTo("loaded");
		});
		assertThat(held("evicted")).isNull();
	}

	@Test
	void callbacksOfOthersSeeWritesAndWriteAtOnce() {
		start(Shape.TIERED);
		this.database.commit(() -> {
			Database.afterCommit(() -> {
				assertThat(held("put")).isEqualTo("new");
				this.cache.put("put", "newer");
				assertThat(elsewhere("put")).isEqualTo("newer");
			});
			Database.afterCompletion(() -> {
				this.cache.evict("evicted");
				assertThat(held("evicted")).isNull();
			});
			this.cache.put("put", "new");
		});
		assertThat(held("put")).isEqualTo("newer");
		assertThat(held("evicted")).isNull();
	}

	@Test
	void aFirstWriteInACallbackIsNotLost() {
		start(Shape.LOCAL);
		this.database.commit(() -> Database.afterCommit(() -> this.cache.evict("evicted")));
		assertThat(held("evicted")).isNull();
		this.database.commit(() -> Database.afterCompletion(() -> {
			this.cache.evict("put");
			assertThat(held("put")).isNull();
		}));
	}

	@Test
	void aCallbackThatFailsLosesNothing() {
		start(Shape.LOCAL);
		assertThatIllegalStateException().isThrownBy(() -> this.database.commit(() -> {
			TransactionSynchronizationManager.registerSynchronization(new FailingFirst());
			this.cache.evict("evicted");
			assertThat(held("evicted")).isNull();
		}));
		assertThat(held("evicted")).isNull();
	}

	@Test
	void aStoreThatFailsLosesNoLaterWrite() {
		this.cluster = new Cluster(Shape.REMOTE);
		this.cluster.settings.onError = CacheSettings.OnError.THROW;
		start();
		AtomicReference<@Nullable Object> seen = new AtomicReference<>("nothing");
		this.cluster.store.fail("delete");
		assertThatExceptionOfType(CacheBackendException.class).isThrownBy(() -> this.database.commit(() -> {
			Database.afterCommit(() -> seen.set(held("put")));
			this.cache.evict("evicted");
			this.cache.put("put", "new");
			this.cache.evict("other");
		})).satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(1));
		assertThat(held("put")).isEqualTo("new");
		assertThat(seen).as("callbacks of others are called").hasValue("new");
	}

	@Test
	void callersDoNotNoticeAStoreThatFails() {
		start(Shape.REMOTE);
		this.cluster.store.fail("delete");
		this.database.commit(() -> {
			this.cache.evict("evicted");
			this.cache.put("put", "new");
		});
		assertThat(held("put")).isEqualTo("new");
		assertThat(this.cache.statistics().backendFailures()).isOne();
	}

	@Test
	void writesOfSeveralCachesAreKeptApart() {
		start(Shape.LOCAL);
		CacheBridgeCache second = this.cluster.node(0).getCache("second");
		second.put("put", "old");
		this.database.commit(() -> {
			this.cache.put("put", "new");
			second.evict("put");
			this.cache.clear();
			this.cache.put("put", "newer");
			assertThat(held(second, "evicted")).isNull();
		});
		assertThat(held("put")).isEqualTo("newer");
		assertThat(held("evicted")).isNull();
		assertThat(held(second, "put")).isNull();
	}

	@Test
	void removesWhatMayHaveBeenCommitted() {
		start(Shape.LOCAL);
		this.database.commit(() -> {
			this.cache.put("put", "new");
			TransactionSynchronizationManager.getSynchronizations()
				.forEach((each) -> each.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN));
			assertThat(held("put")).isNull();
		});
		assertThat(held("put")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aPutThatWasOvertakenRemoves(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "overtaken");
			this.cache.put("other", "new");
			Background.result(this.background.run(() -> this.cache.put("put", "overtaking")));
		});
		assertThat(held("put")).isNull();
		assertThat(held("other")).isEqualTo("new");
	}

	@ParameterizedTest
	@EnumSource
	void aPutWhoseTagWasEvictedMeanwhileRemoves(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.put("put", "overtaken", Set.of("tag"));
			this.cache.put("other", "new", Set.of("another"));
			Background.result(this.background.run(() -> this.cache.evictByTag("tag")));
		});
		assertThat(held("put")).isNull();
		assertThat(held("other")).isEqualTo("new");
	}

	@ParameterizedTest
	@EnumSource
	void putIfAbsentActsAtOnceAndTakesAWrittenKeyForAbsent(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			assertThat(this.cache.putIfAbsent("other", "new").get()).isEqualTo("old");
			assertThat(this.cache.putIfAbsent("absent", "new")).isNull();
			assertThat(elsewhere("absent")).isEqualTo("new");
			this.cache.evict("evicted");
			assertThat(this.cache.putIfAbsent("evicted", "new")).isNull();
			assertThat(elsewhere("evicted")).isEqualTo("new");
		});
		assertThat(held("absent")).isEqualTo("new");
		assertThat(held("evicted")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void evictIfPresentAndInvalidateActAtOnceAndAgain(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			assertThat(this.cache.evictIfPresent("evicted")).isTrue();
			assertThat(elsewhere("evicted")).isNull();
			Background.result(this.background.run(() -> this.cache.put("evicted", "old again")));
			assertThat(held("evicted")).isNull();
		});
		assertThat(held("evicted")).isNull();
		this.database.commit(() -> {
			assertThat(this.cache.invalidate()).isTrue();
			assertThat(elsewhere("other")).isNull();
			Background.result(this.background.run(() -> this.cache.put("other", "old again")));
		});
		assertThat(held("other")).isNull();
	}

	private @Nullable Object elsewhere(String key) {
		return Background.result(this.background.call(() -> held(key)));
	}

	private @Nullable Object held(String key) {
		return held(this.cache, key);
	}

	private static @Nullable Object held(CacheBridgeCache cache, String key) {
		Cache.ValueWrapper found = cache.get(key);
		return (found != null) ? found.get() : null;
	}

	@Test
	void aPutDoesNotFollowAnEvictionThatCameWhileEarlierWritesWereMade() {
		start(Shape.TIERED);
		CacheBridgeCache other = this.cluster.other();
		Gate slow = this.cluster.store.holdBefore("delete", ":slow");
		Future<?> first = this.background.run(() -> this.database.commit(() -> {
			this.database.rename("first");
			this.cache.evict("slow");
			this.cache.put("put", "first");
		}));
		slow.awaitArrival();
		this.database.commit(() -> {
			this.database.rename("second");
			other.evict("put");
		});
		slow.open();
		Background.result(first);
		assertThat(other.get("put", this.database::name)).isEqualTo("second");
	}

	@Test
	void aPutFollowsTheClearOfItsOwnTransaction() {
		start(Shape.TIERED);
		this.database.commit(() -> {
			this.cache.clear();
			this.cache.evictByTag("tag");
			this.cache.put("put", "new", Set.of("tag"));
		});
		assertThat(this.cluster.other().get("put", String.class)).isEqualTo("new");
	}

	/**
	 * Keeps all other callbacks from being called after the commit.
	 */
	private static final class FailingFirst implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return Integer.MIN_VALUE;
		}

		@Override
		public void afterCommit() {
			throw new IllegalStateException("first");
		}

	}

}
