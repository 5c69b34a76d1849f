package io.cachebridge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class CacheableBlockingTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private Application application = start(Shape.LOCAL);

	private Service service = this.application.get(Service.class);

	private Source source = this.application.get(Source.class);

	private Application start(Shape shape) {
		this.cluster = new Cluster(shape);
		return new Application(this.cluster.node(0), Source.class, Service.class);
	}

	private void use(Shape shape) {
		this.application.close();
		this.application = start(shape);
		this.service = this.application.get(Service.class);
		this.source = this.application.get(Source.class);
	}

	@AfterEach
	void close() {
		assertThat(InvocationScope.current()).isNull();
		this.background.close();
		this.application.close();
		this.cluster.close();
	}

	private Object value() {
		return this.cluster.cache().get(1, Object.class);
	}

	@ParameterizedTest
	@EnumSource
	void tenColdCallersLoadOnce(Shape shape) {
		use(shape);
		Gate gate = new Gate();
		this.source.gate = gate;
		List<Future<String>> results = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			results.add(this.background.call(() -> this.service.plain(1)));
		}
		gate.awaitArrival();
		await().until(() -> this.background.waiting() == 10);
		gate.open();
		assertThat(results).allSatisfy((result) -> assertThat(Background.result(result)).isEqualTo("1/1"));
		assertThat(this.service.plain(1)).isEqualTo("1/1");
	}

	@ParameterizedTest
	@EnumSource
	void anOptionalIsCachedByWhatItHolds(Shape shape) {
		use(shape);
		assertThat(this.service.optional(1)).contains("1/1");
		assertThat(this.service.optional(1)).contains("1/1");
		assertThat(value()).isEqualTo("1/1");
	}

	@ParameterizedTest
	@EnumSource
	void aFailureIsTheMethodsOwn(Shape shape) {
		use(shape);
		this.source.failures = 2;
		assertThatIllegalStateException().isThrownBy(() -> this.service.plain(1)).withMessage("failure 1");
		assertThatIllegalStateException().isThrownBy(() -> this.service.unless(1)).withMessage("failure 2");
		assertThat(this.service.plain(1)).isEqualTo("1/3");
		assertThat(this.cluster.cache().statistics().loadFailures()).isEqualTo(2);
		assertThat(this.cluster.cache().statistics().loads()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void unlessStoresUnlessItDoesNot(Shape shape) {
		use(shape);
		assertThat(this.service.unless(1)).isEqualTo("1/1");
		assertThat(this.service.unless(1)).isEqualTo("1/1");
		assertThat(this.service.unless("secret")).isEqualTo("secret/2");
		assertThat(this.service.unless("secret")).isEqualTo("secret/3");
		CacheStatistics statistics = this.cluster.cache().statistics();
		assertThat(statistics.misses()).isEqualTo(3);
		assertThat(statistics.hits()).isEqualTo(1);
		assertThat(statistics.loads()).isEqualTo(3);
		assertThat(statistics.puts()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void anEvictionDuringASlowMethodIsNotUndone(Shape shape) {
		use(shape);
		Gate gate = new Gate();
		this.source.gate = gate;
		Future<String> slow = this.background.call(() -> this.service.unless(1));
		gate.awaitArrival();
		this.cluster.cache().evict(1);
		gate.open();
		assertThat(Background.result(slow)).isEqualTo("1/1");
		assertThat(value()).isNull();
		assertThat(this.cluster.cache().statistics().refusedFills()).isEqualTo(1);
	}

	@Test
	void anEvictionByAnotherNodeDuringASlowMethodIsNotUndone() {
		use(Shape.TIERED);
		this.cluster.other();
		Gate gate = new Gate();
		this.source.gate = gate;
		Future<String> slow = this.background.call(() -> this.service.unless(1));
		gate.awaitArrival();
		this.cluster.network.hold();
		this.cluster.other().evict(1);
		gate.open();
		assertThat(Background.result(slow)).isEqualTo("1/1");
		assertThat(value()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void twoCachesAreBothAskedAndFilled(Shape shape) {
		use(shape);
		assertThat(this.service.two(1)).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		this.cluster.cache().evict(1);
		assertThat(this.service.two(1)).isEqualTo("1/1");
		assertThat(this.source.calls).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void aPutIsStored(Shape shape) {
		use(shape);
		assertThat(this.service.put(1)).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		assertThat(this.service.put(1)).isEqualTo("1/2");
		assertThat(value()).isEqualTo("1/2");
		assertThat(this.cluster.cache().statistics().puts()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void aPutWhoseKeyIsEvictedMeanwhileRemoves(Shape shape) {
		use(shape);
		this.cluster.cache().put(1, "before");
		Gate gate = new Gate();
		this.source.gate = gate;
		Future<String> slow = this.background.call(() -> this.service.put(1));
		gate.awaitArrival();
		this.cluster.cache().evict(1);
		this.cluster.cache().<String>get(1, () -> "loaded");
		gate.open();
		assertThat(Background.result(slow)).isEqualTo("1/1");
		assertThat(value()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aPutIsStoredAlthoughItsOwnEvictionCameFirst(Shape shape) {
		use(shape);
		this.cluster.cache().put(2, "before");
		assertThat(this.service.replaceAll(1)).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		assertThat(this.cluster.cache().get(2)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void evictsBeforeAndAfter(Shape shape) {
		use(shape);
		this.cluster.cache().put(1, "value");
		this.service.evict(1);
		assertThat(value()).isNull();
		this.cluster.cache().put(1, "value");
		this.source.failures = 10;
		assertThatIllegalStateException().isThrownBy(() -> this.service.evict(1));
		assertThat(value()).isEqualTo("value");
		assertThatIllegalStateException().isThrownBy(() -> this.service.evictBefore(1));
		assertThat(value()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aPutBesideALoadIsAWriteOfItsOwn(Shape shape) {
		use(shape);
		assertThat(this.service.cacheableAndPut(1)).isEqualTo("1/1");
		assertThat(value()).isEqualTo("1/1");
		CacheStatistics statistics = this.cluster.cache().statistics();
		assertThat(statistics.refusedFills()).isZero();
		assertThat(statistics.puts()).isEqualTo(1);
		assertThat(this.service.cacheableAndPut(1)).isEqualTo("1/2");
		assertThat(value()).isEqualTo("1/2");
	}

	@ParameterizedTest
	@EnumSource
	void aPutInsideTheMethodIsAWriteOfItsOwn(Shape shape) {
		use(shape);
		assertThat(this.service.putsInside(1)).isEqualTo("result");
		assertThat(value()).isEqualTo("inside");
		assertThat(this.cluster.cache().statistics().puts()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void cachedMethodsMayCallEachOther(Shape shape) {
		use(shape);
		assertThat(this.service.nested(1, () -> this.service.unless(2))).isEqualTo("2/1");
		assertThat(this.service.unless(2)).isEqualTo("2/1");
		assertThat(value()).isEqualTo("2/1");
	}

	public static class Service {

		private final Source source;

		private final CacheManager manager;

		@Autowired
		Service(Source source, CacheManager manager) {
			this.source = source;
			this.manager = manager;
		}

		@Cacheable(Cluster.CACHE)
		public String plain(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		public Optional<String> optional(Object id) {
			return Optional.of(this.source.read(id));
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result.startsWith('secret')")
		public String unless(Object id) {
			return this.source.read(id);
		}

		@Cacheable({ Cluster.CACHE, "more" })
		public String two(Object id) {
			return this.source.read(id);
		}

		@CachePut(Cluster.CACHE)
		public String put(Object id) {
			return this.source.read(id);
		}

		@Caching(evict = @CacheEvict(cacheNames = Cluster.CACHE, allEntries = true, beforeInvocation = true),
				put = @CachePut(Cluster.CACHE))
		public String replaceAll(Object id) {
			return this.source.read(id);
		}

		@CacheEvict(Cluster.CACHE)
		public void evict(Object id) {
			this.source.read(id);
		}

		@CacheEvict(cacheNames = Cluster.CACHE, beforeInvocation = true)
		public void evictBefore(Object id) {
			this.source.read(id);
		}

		@Caching(cacheable = @Cacheable(Cluster.CACHE), put = @CachePut(Cluster.CACHE))
		public String cacheableAndPut(Object id) {
			return this.source.read(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		public String putsInside(Object id) {
			Objects.requireNonNull(this.manager.getCache(Cluster.CACHE)).put(id, "inside");
			return "result";
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#id", unless = "#result == null")
		public String nested(Object id, Supplier<String> inner) {
			return inner.get();
		}

	}

}
