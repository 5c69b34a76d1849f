package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cached methods that are called inside a transaction.
 */
class AfterCommitAnnotationTests {

	private final Background background = new Background();

	private final Database database = new Database();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private @Nullable Application application;

	private CacheBridgeCache cache;

	private Things things;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		this.background.close();
		this.cluster.close();
		this.database.close();
	}

	private void start(Shape shape) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.transaction = CacheSettings.Transaction.AFTER_COMMIT;
		this.cache = this.cluster.cache();
		this.application = new Application(this.cluster.node(0), Things.class);
		this.things = this.application.get(Things.class);
	}

	@ParameterizedTest
	@EnumSource
	void everyKindOfCallIsStoredAfterTheCommit(Shape shape) {
		start(shape);
		this.database.commit(() -> {
			callAll("first");
			for (String kind : Things.KINDS) {
				assertThat(elsewhere(kind)).as(kind).isNull();
			}
		});
		for (String kind : Things.KINDS) {
			assertThat(held(kind)).as(kind).isEqualTo("first");
		}
	}

	@ParameterizedTest
	@EnumSource
	void noKindOfCallIsStoredAfterARollback(Shape shape) {
		start(shape);
		this.database.rollback(() -> callAll("first"));
		for (String kind : Things.KINDS) {
			assertThat(held(kind)).as(kind).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void methodsRunForKeysThatWereWritten(Shape shape) {
		start(shape);
		callAll("first");
		this.database.commit(() -> {
			this.things.forgetAll();
			callAll("second");
			for (String kind : Things.KINDS) {
				assertThat(elsewhere(kind)).as(kind).isEqualTo("first");
			}
		});
		for (String kind : Things.KINDS) {
			assertThat(held(kind)).as(kind).isEqualTo(kind.startsWith("put") ? "second" : null);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aMethodThatEvictsItsOwnKeyIsNotStored(Shape shape) {
		start(shape);
		this.database.commit(() -> this.things.conditional("conditional", () -> {
			this.cache.evict("conditional");
			return "value";
		}));
		assertThat(held("conditional")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void evictsAfterTheCommit(Shape shape) {
		start(shape);
		this.cache.put("evicted", "old");
		this.cache.put("evicted first", "old");
		this.database.commit(() -> {
			this.things.forget("evicted");
			this.things.forgetFirst("evicted first");
			assertThat(elsewhere("evicted")).isEqualTo("old");
			assertThat(elsewhere("evicted first")).isNull();
		});
		assertThat(held("evicted")).isNull();
	}

	private void callAll(String value) {
		assertThat(this.things.plain("plain", () -> value)).isEqualTo(value);
		assertThat(this.things.conditional("conditional", () -> value)).isEqualTo(value);
		assertThat(Background.result(this.things.future("future", () -> value))).isEqualTo(value);
		assertThat(Background.result(this.things.lateFuture("late future", this.background, () -> value)))
			.isEqualTo(value);
		assertThat(this.things.mono("mono", () -> value).block()).isEqualTo(value);
		assertThat(this.things.put("put", value)).isEqualTo(value);
		assertThat(Background.result(this.things.putFuture("put future", this.background, () -> value)))
			.isEqualTo(value);
	}

	private @Nullable Object elsewhere(String key) {
		return Background.result(this.background.call(() -> held(key)));
	}

	private @Nullable Object held(String key) {
		Cache.ValueWrapper found = this.cache.get(key);
		return (found != null) ? found.get() : null;
	}

	interface Value {

		String get();

	}

	static class Things {

		static final String[] KINDS = { "plain", "conditional", "future", "late future", "mono", "put", "put future" };

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key")
		String plain(String key, Value value) {
			return value.get();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key", unless = "#result == null")
		String conditional(String key, Value value) {
			return value.get();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key")
		CompletableFuture<String> future(String key, Value value) {
			return CompletableFuture.completedFuture(value.get());
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key", unless = "#result == null")
		CompletableFuture<String> lateFuture(String key, Background background, Value value) {
			return background.later(value::get);
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key")
		Mono<String> mono(String key, Value value) {
			return Mono.fromCallable(value::get);
		}

		@CachePut(cacheNames = Cluster.CACHE, key = "#key")
		String put(String key, String value) {
			return value;
		}

		@CachePut(cacheNames = Cluster.CACHE, key = "#key")
		CompletableFuture<String> putFuture(String key, Background background, Value value) {
			return background.later(value::get);
		}

		@CacheEvict(cacheNames = Cluster.CACHE, key = "#key")
		void forget(String key) {
		}

		@CacheEvict(cacheNames = Cluster.CACHE, key = "#key", beforeInvocation = true)
		void forgetFirst(String key) {
		}

		@CacheEvict(cacheNames = Cluster.CACHE, allEntries = true)
		void forgetAll() {
		}

	}

}
