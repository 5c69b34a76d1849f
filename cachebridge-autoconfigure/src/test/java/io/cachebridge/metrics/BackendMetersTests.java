package io.cachebridge.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.backend.file.CacheBridgeFileAutoConfiguration;
import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.codec.Codecs;
import io.cachebridge.codec.JsonCodec;
import io.cachebridge.codec.TypeAllowList;
import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CacheSettings;
import io.cachebridge.core.CacheSettingsSource;
import io.cachebridge.core.LocalMode;
import io.cachebridge.core.LocalSettings;
import io.cachebridge.core.PeriodicTasks;
import io.cachebridge.core.ValueTypes;
import io.cachebridge.fixture.Managers;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

class BackendMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final BackendMeters meters = new BackendMeters();

	private final Map<String, Runnable> tasks = new HashMap<>();

	@TempDir
	Path directory;

	@Test
	void tellWhatMemoryHolds() {
		this.meters.bindTo(this.registry);
		withCacheOn("memory", LocalMode.OFF, (cache, backend) -> {
			cache.put("1", "one");
			cache.put("2", "two");
			run("housekeeping");
			assertThat(value(CacheBridgeMeters.BACKEND_ENTRIES, "memory"))
				.isEqualTo(Objects.requireNonNull(backend.statistics().entries()).doubleValue())
				.isGreaterThanOrEqualTo(2);
			assertThat(this.registry.find(CacheBridgeMeters.BACKEND_BYTES).meter()).isNull();
		});
	}

	@Test
	void areNoneOfAStoreThatTheCacheDoesNotUse() {
		this.meters.bindTo(this.registry);
		withCacheOn("memory", LocalMode.AUTO, (cache, backend) -> {
			cache.put("1", "one");
			run("housekeeping");
			assertThat(this.registry.getMeters()).isEmpty();
		});
	}

	@Test
	void tellWhatFilesHoldOnceTheyAreCounted() {
		this.meters.bindTo(this.registry);
		withCacheOn("file", LocalMode.OFF, (cache, backend) -> {
			cache.put("1", "one");
			backend.put("expired", StoredRecord.reservation(new Version(1, 1), Instant.EPOCH.plusSeconds(1)));
			run("housekeeping");
			assertThat(this.registry.getMeters()).isEmpty();
			run("prune-file");
			run("housekeeping");
			// The value, the generation of the cache, and who prunes
			assertThat(value(CacheBridgeMeters.BACKEND_ENTRIES, "file")).isEqualTo(3);
			assertThat(value(CacheBridgeMeters.BACKEND_BYTES, "file")).isGreaterThan(100);
			assertThat(this.registry.get(CacheBridgeMeters.BACKEND_PRUNED).tag("backend", "file").counter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void tellNothingOfWhatIsNotKnownAnyMore() {
		this.meters.onBackendStatistics("store", new BackendStatistics(7L, 70L));
		this.meters.bindTo(this.registry);
		assertThat(value(CacheBridgeMeters.BACKEND_ENTRIES, "store")).isEqualTo(7);
		this.meters.onBackendStatistics("store", BackendStatistics.UNKNOWN);
		assertThat(value(CacheBridgeMeters.BACKEND_ENTRIES, "store")).isNaN();
		assertThat(value(CacheBridgeMeters.BACKEND_BYTES, "store")).isNaN();
		assertThat(this.registry.getMeters()).extracting(Meter::getId).hasSize(2);
	}

	@Test
	void areToldByTheManagerAndBoundAsMeters() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class))
			.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
			.run((context) -> {
				BackendMeters bean = context.getBean(BackendMeters.class);
				assertThat(context.getBeanProvider(CacheEventListener.class).stream()).contains(bean);
				assertThat(context.getBeanProvider(MeterBinder.class).stream()).contains(bean);
			});
	}

	private void withCacheOn(String store, LocalMode local, BiConsumer<CacheBridgeCache, CacheBackend> use) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeMemoryAutoConfiguration.class,
					CacheBridgeFileAutoConfiguration.class))
			.withPropertyValues("cachebridge.file.directory=" + this.directory.resolve("store"))
			.run((context) -> {
				try (BackendRegistry backends = new BackendRegistry(
						context.getBeansOfType(CacheBackendProvider.class).values(), Map.of());
						CacheBridgeCacheManager manager = manager(settings(store, local), backends)) {
					CacheBridgeCache cache = Objects.requireNonNull(manager.getCache("products"));
					use.accept(cache, backends.get(store));
				}
			});
	}

	private CacheBridgeCacheManager manager(CacheSettings settings, BackendRegistry backends) {
		return CacheBridgeCacheManager.builder(everyCache(settings), backends)
			.codecs(new Codecs(List.of(new JsonCodec(new JsonMapper(), new TypeAllowList(List.of())))),
					new ValueTypes((type) -> {
					}))
			.listeners(List.of(this.meters))
			.tasks((name, interval, task) -> {
				this.tasks.put(name, task);
				return new Never();
			})
			.build();
	}

	private static CacheSettings settings(String store, LocalMode local) {
		CacheSettings given = CacheSettings.builtIn(store);
		return new CacheSettings(store, given.timeToLive(), given.nullValues(), CacheSettings.OnError.THROW,
				given.singleFlight(), given.transaction(), new LocalSettings(local, 100, Duration.ofMinutes(1)),
				given.remote(), given.followerTimeout(), given.values(), given.failSafe(), given.refresh(),
				given.expiry(), given.loader());
	}

	private static CacheSettingsSource everyCache(CacheSettings settings) {
		return new CacheSettingsSource() {

			@Override
			public Set<String> names() {
				return Set.of();
			}

			@Override
			public @Nullable CacheSettings find(String cache) {
				return settings;
			}

		};
	}

	private void run(String task) {
		Objects.requireNonNull(this.tasks.get(task)).run();
	}

	private double value(String meter, String backend) {
		Gauge gauge = this.registry.get(meter).tag(CacheBridgeMeters.BACKEND, backend).gauge();
		return gauge.value();
	}

	/**
	 * Runs only when the test does it.
	 */
	private static final class Never implements PeriodicTasks.PeriodicTask {

		@Override
		public void runSoon() {
		}

		@Override
		public void close() {
		}

	}

}
