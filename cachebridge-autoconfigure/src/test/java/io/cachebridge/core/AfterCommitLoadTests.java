package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a transaction loads is its own until it is committed.
 */
class AfterCommitLoadTests extends AbstractAfterCommitTests {

	@Override
	void start() {
		super.start();
		this.cluster.other();
	}

	@ParameterizedTest
	@EnumSource
	void aLoadIsStoredAfterTheCommit(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			assertThat(this.cache.get("key", () -> "loaded")).isEqualTo("loaded");
			assertThat(elsewhere("key")).isNull();
		});
		assertThat(held("key")).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void anAsynchronousLoadIsStoredAfterTheCommit(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			assertThat(Background.result(this.cache.retrieve("key", () -> this.background.later(() -> "loaded"))))
				.isEqualTo("loaded");
			assertThat(elsewhere("key")).isNull();
		});
		assertThat(held("key")).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void aLoadThatWasRolledBackIsNotStored(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		CompletableFuture<?>[] late = new CompletableFuture<?>[1];
		this.database.rollback(() -> {
			this.database.rename("never");
			assertThat(this.cache.get("key", this.database::name)).isEqualTo("never");
			late[0] = this.cache.retrieve("late", () -> this.background.later(() -> {
				gate.pass();
				return "never";
			}));
			gate.awaitArrival();
		});
		gate.open();
		assertThat(Background.result(late[0])).isEqualTo("never");
		assertThat(held("key")).isNull();
		assertThat(held("late")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aLoadThatOutlivesItsTransactionIsStored(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		CompletableFuture<?>[] late = new CompletableFuture<?>[1];
		this.database.commit(() -> {
			late[0] = this.cache.retrieve("key", () -> this.background.later(() -> {
				gate.pass();
				return "late";
			}));
			gate.awaitArrival();
		});
		gate.open();
		assertThat(Background.result(late[0])).isEqualTo("late");
		assertThat(held("key")).isEqualTo("late");
	}

	@ParameterizedTest
	@EnumSource
	void aLoadOfAWrittenKeyThatOutlivesItsTransactionIsNotStored(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		CompletableFuture<?>[] late = new CompletableFuture<?>[1];
		this.database.commit(() -> {
			this.cache.evict("key");
			late[0] = this.cache.retrieve("key", () -> this.background.later(() -> {
				gate.pass();
				return "late";
			}));
			gate.awaitArrival();
		});
		gate.open();
		assertThat(Background.result(late[0])).isEqualTo("late");
		assertThat(held("key")).isNull();
		assertThat(this.cache.statistics().refusedFills()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void nobodyJoinsALoadInsideATransaction(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		Future<?> transaction = this.background.run(() -> this.database.rollback(() -> this.cache.get("key", () -> {
			gate.pass();
			return "uncommitted";
		})));
		gate.awaitArrival();
		assertThat(this.cache.get("key", () -> "committed")).isEqualTo("committed");
		gate.open();
		Background.result(transaction);
		assertThat(held("key")).isEqualTo("committed");
	}

	@ParameterizedTest
	@EnumSource
	void aTransactionJoinsNoLoad(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		Future<String> other = this.background.call(() -> this.cache.get("key", () -> {
			gate.pass();
			return "other";
		}));
		gate.awaitArrival();
		this.database.commit(() -> {
			assertThat(this.cache.get("key", () -> "own")).isEqualTo("own");
			assertThat(Background.result(this.cache.retrieve("key", () -> this.background.later(() -> "own"))))
				.isEqualTo("own");
		});
		gate.open();
		assertThat(Background.result(other)).isEqualTo("other");
	}

	@ParameterizedTest
	@EnumSource
	void aReadOnlyTransactionSharesAndStoresAtOnce(Shape shape) {
		start(shape);
		this.database.readOnly(() -> {
			assertThat(this.cache.get("key", () -> "loaded")).isEqualTo("loaded");
			assertThat(elsewhere("key")).isEqualTo("loaded");
		});
		Gate gate = new Gate();
		Future<?> leader = this.background.run(() -> this.database.readOnly(() -> this.cache.get("shared", () -> {
			gate.pass();
			return "shared";
		})));
		gate.awaitArrival();
		Future<String> follower = this.background.call(() -> this.cache.get("shared", () -> "not shared"));
		gate.open();
		Background.result(leader);
		assertThat(Background.result(follower)).isEqualTo("shared");
	}

	@ParameterizedTest
	@EnumSource
	void aReadOnlyTransactionSharesNoLoadOfAKeyThatItHasWritten(Shape shape) {
		start(shape);
		Gate gate = new Gate();
		Future<String> other = this.background.call(() -> this.cache.get("key", () -> {
			gate.pass();
			return "other";
		}));
		gate.awaitArrival();
		this.database.readOnly(() -> {
			this.cache.evict("key");
			assertThat(this.cache.get("key", () -> "own")).isEqualTo("own");
		});
		gate.open();
		assertThat(Background.result(other)).isEqualTo("other");
		assertThat(held("key")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void anInvalidationBeforeTheCommitRefusesTheLoad(Shape shape) {
		start(shape);
		for (Runnable invalidation : new Runnable[] { () -> this.cache.evict("key"), () -> this.cache.clear(),
				() -> invalidator(shape).evict("key"), () -> invalidator(shape).clear() }) {
			this.database.commit(() -> {
				assertThat(this.cache.get("key", () -> "old")).isEqualTo("old");
				Background.result(this.background.run(invalidation));
			});
			assertThat(held("key")).isNull();
		}
	}

	private CacheBridgeCache invalidator(Shape shape) {
		return (shape != Shape.LOCAL) ? this.cluster.other() : this.cache;
	}

	@Test
	void anEvictionByACallbackRefusesTheLoad() {
		start(Shape.TIERED);
		this.database.commit(() -> {
			Database.afterCompletion(() -> this.cache.evict("key"));
			this.cache.get("key", () -> "old");
		});
		assertThat(held("key")).isNull();
		assertThat(this.cluster.store.holdsContent("key")).isFalse();
		assertThat(this.cache.statistics().refusedFills()).isPositive();
	}

	@ParameterizedTest
	@EnumSource
	void aWriteOfTheSameTransactionDropsTheLoad(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			this.cache.get("evicted", () -> "old");
			this.cache.get("put", () -> "old");
			this.cache.get("during", () -> {
				this.cache.evict("during");
				return "old";
			});
			this.cache.evict("evicted");
			this.cache.put("put", "new");
		});
		assertThat(held("evicted")).isNull();
		assertThat(held("during")).isNull();
		assertThat(held("put")).isEqualTo("new");
		this.database.commit(() -> {
			this.cache.get("cleared", () -> "old");
			this.cache.clear();
		});
		assertThat(held("cleared")).isNull();
		assertThat(this.cache.statistics().refusedFills()).as("dropped, not refused").isZero();
	}

	/**
	 * An evict before the commit lets a concurrent reader store the old value again.
	 */
	@ParameterizedTest
	@EnumSource
	void evictBeforeCommitWithAConcurrentReader(Shape shape) {
		start(shape);
		CacheBridgeCache reader = invalidator(shape);
		assertThat(this.cache.get("key", this.database::name)).isEqualTo("old");
		this.database.commit(() -> {
			this.database.rename("new");
			this.cache.evict("key");
			for (CacheBridgeCache each : new CacheBridgeCache[] { reader, this.cache }) {
				assertThat(Background.result(this.background.call(() -> each.get("key", this.database::name))))
					.isEqualTo("old");
			}
			assertThat(this.cache.get("key", this.database::name)).isEqualTo("new");
		});
		assertThat(reader.get("key", this.database::name)).isEqualTo("new");
		assertThat(this.cache.get("key", this.database::name)).isEqualTo("new");
	}

	/**
	 * The same with a reader that stores only after the commit.
	 */
	@ParameterizedTest
	@EnumSource
	void evictBeforeCommitWithASlowConcurrentReader(Shape shape) {
		start(shape);
		CacheBridgeCache reader = invalidator(shape);
		Gate gate = new Gate();
		Future<?>[] reading = new Future<?>[1];
		this.database.commit(() -> {
			this.database.rename("new");
			this.cache.evict("key");
			reading[0] = this.background.call(() -> reader.get("key", () -> {
				String name = this.database.name();
				gate.pass();
				return name;
			}));
			gate.awaitArrival();
		});
		gate.open();
		assertThat(Background.result(reading[0])).isEqualTo("old");
		assertThat(reader.get("key", this.database::name)).isEqualTo("new");
		assertThat(this.cache.get("key", this.database::name)).isEqualTo("new");
	}

	private @Nullable Object elsewhere(String key) {
		return Background.result(this.background.call(() -> held(key)));
	}

	private @Nullable Object held(String key) {
		Cache.ValueWrapper found = this.cache.get(key);
		return (found != null) ? found.get() : null;
	}

}
