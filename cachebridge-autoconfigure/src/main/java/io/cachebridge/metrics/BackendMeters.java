package io.cachebridge.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CacheEventListener;
import io.cachebridge.spi.BackendStatistics;

/**
 * Measures the stores by what the engine tells of them, so that nobody who reads a meter
 * waits for a store. A number has a meter from the moment on when it is first known.
 */
final class BackendMeters implements MeterBinder, CacheEventListener {

	private final Map<String, BackendStatistics> told = new ConcurrentHashMap<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.told.forEach((backend, statistics) -> register(registry, backend, statistics));
	}

	@Override
	public void onBackendStatistics(String backend, BackendStatistics statistics) {
		this.told.put(backend, statistics);
		this.registries.forEach((registry) -> register(registry, backend, statistics));
	}

	@Override
	public void onPruned(String backend, long records) {
		for (MeterRegistry registry : this.registries) {
			Counter.builder(CacheBridgeMeters.BACKEND_PRUNED)
				.tag(CacheBridgeMeters.BACKEND, backend)
				.description("Records that this node had the store remove, expired or too many")
				.register(registry)
				.increment((double) records);
		}
	}

	private void register(MeterRegistry registry, String backend, BackendStatistics statistics) {
		if (statistics.entries() != null) {
			register(registry, backend, CacheBridgeMeters.BACKEND_ENTRIES, "Records in the store",
					BackendStatistics::entries, null);
		}
		if (statistics.bytes() != null) {
			register(registry, backend, CacheBridgeMeters.BACKEND_BYTES, "Room that the records take",
					BackendStatistics::bytes, "bytes");
		}
	}

	private void register(MeterRegistry registry, String backend, String name, String description,
			Function<BackendStatistics, @Nullable Long> number, @Nullable String unit) {
		Gauge.builder(name, () -> number.apply(this.told.getOrDefault(backend, BackendStatistics.UNKNOWN)))
			.tag(CacheBridgeMeters.BACKEND, backend)
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

}
