package io.cachebridge.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.BrokenBackend;
import io.cachebridge.fixture.Managers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CacheBridgeMeterBinderTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final CacheBridgeCacheManager manager = Managers.fixed("products");

	private final CacheBridgeCache cache = this.manager.getCache("products");

	@BeforeEach
	void bind() {
		new CacheBridgeMeterBinder(this.cache, Tags.of("name", "products")).bindTo(this.registry);
	}

	@AfterEach
	void close() {
		this.manager.close();
	}

	@Test
	void countsReadsByTier() {
		this.cache.put("1", "one");
		this.cache.get("1");
		this.cache.get("1");
		this.cache.get("2");
		assertThat(count(CacheBridgeMeters.GETS, CacheBridgeMeters.TIER, "local")).isEqualTo(2);
		assertThat(count(CacheBridgeMeters.GETS, CacheBridgeMeters.TIER, "remote")).isZero();
		assertThat(count(CacheBridgeMeters.GETS, CacheBridgeMeters.TIER, "none")).isEqualTo(1);
		assertThat(count("cache.gets", "result", "hit")).isEqualTo(2);
		assertThat(count("cache.gets", "result", "miss")).isEqualTo(1);
	}

	@Test
	void timesLoads() {
		this.cache.get("1", () -> "one");
		assertThatExceptionOfType(Cache.ValueRetrievalException.class).isThrownBy(() -> this.cache.get("2", () -> {
			throw new IllegalStateException("no source");
		}));
		FunctionTimer loads = this.registry.get(CacheBridgeMeters.LOADS).functionTimer();
		assertThat(loads.count()).isEqualTo(2);
		assertThat(loads.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(count(CacheBridgeMeters.LOAD_FAILURES)).isEqualTo(1);
	}

	@Test
	void countsValuesLoadedAsPuts() {
		this.cache.get("1", () -> "one");
		this.cache.put("2", "two");
		assertThat(count("cache.puts")).isEqualTo(2);
	}

	@Test
	void tellsOfLoadsThatTakeTooLongOrAreTooMany() {
		for (String kind : List.of("soft", "hard")) {
			assertThat(count(CacheBridgeMeters.LOAD_TIMEOUTS, CacheBridgeMeters.KIND, kind)).isZero();
		}
		assertThat(count(CacheBridgeMeters.REJECTED_LOADS)).isZero();
		assertThat(this.registry.get(CacheBridgeMeters.HUNG_LOADS).tag("cache", "products").gauge().value()).isZero();
	}

	@Test
	void countsEvictsAndClears() {
		this.cache.evict("1");
		this.cache.clear();
		assertThat(count(CacheBridgeMeters.EVICTS)).isEqualTo(2);
	}

	@Test
	void tellsHowManyEntriesAreHere() {
		this.cache.put("1", "one");
		Gauge size = this.registry.get("cache.size").tag("cache", "products").gauge();
		assertThat(size.value()).isEqualTo(1);
		assertThat(count("cache.evictions")).isZero();
	}

	@Test
	void hasMetersForWhatShouldNotHappen() {
		assertThat(count(CacheBridgeMeters.REFUSED_FILLS)).isZero();
		assertThat(count(CacheBridgeMeters.UNREADABLE_RECORDS)).isZero();
		for (String cause : List.of("size", "codec", "key", "tags")) {
			assertThat(count(CacheBridgeMeters.REJECTED_VALUES, CacheBridgeMeters.CAUSE, cause)).isZero();
		}
		assertThat(count(CacheBridgeMeters.RECEIVED_INVALIDATIONS)).isZero();
		assertThat(count(CacheBridgeMeters.UNTOLD_INVALIDATIONS)).isZero();
		assertThat(count(CacheBridgeMeters.BACKEND_FAILURES, CacheBridgeMeters.BACKEND, "memory")).isZero();
	}

	@Test
	void tellsHowManyWritesAreLost() {
		try (CacheBridgeCacheManager failing = Managers.throwing(new BrokenBackend(), "failing")) {
			CacheBridgeCache lossy = failing.getCache("failing");
			new CacheBridgeMeterBinder(lossy, Tags.of("name", "failing")).bindTo(this.registry);
			Gauge pending = this.registry.get(CacheBridgeMeters.PENDING_WRITES).tag("cache", "failing").gauge();
			assertThat(pending.value()).isZero();
			assertThatException().isThrownBy(() -> lossy.evict("1"));
			assertThat(pending.value()).isEqualTo(1);
		}
	}

	@Test
	void tellsHowManyWritesWaitAndForHowManyThereWasNoRoom() {
		List<Runnable> tasks = new ArrayList<>();
		try (CacheBridgeCacheManager waiting = Managers.async(new BrokenBackend(), tasks::add, 4, "waiting")) {
			CacheBridgeCache queueing = waiting.getCache("waiting");
			new CacheBridgeMeterBinder(queueing, Tags.of("name", "waiting")).bindTo(this.registry);
			Gauge queued = this.registry.get(CacheBridgeMeters.QUEUED_WRITES).tag("cache", "waiting").gauge();
			Gauge pending = this.registry.get(CacheBridgeMeters.PENDING_WRITES).tag("cache", "waiting").gauge();
			List.of("1", "2", "1").forEach(queueing::evict);
			assertThat(queued.value()).isEqualTo(2);
			assertThat(pending.value()).isZero();
			queueing.evict("3");
			assertThat(
					this.registry.get(CacheBridgeMeters.QUEUE_FULL).tag("cache", "waiting").functionCounter().count())
				.isEqualTo(1);
			List.copyOf(tasks).forEach(Runnable::run);
			assertThat(queued.value()).isZero();
			assertThat(pending.value()).isEqualTo(3);
		}
	}

	private double count(String meter, String... tags) {
		FunctionCounter counter = this.registry.get(meter)
			.tags(Tags.of("cache", "products", "name", "products").and(tags))
			.functionCounter();
		return counter.count();
	}

}
