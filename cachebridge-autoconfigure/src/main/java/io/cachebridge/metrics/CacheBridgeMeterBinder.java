package io.cachebridge.metrics;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheStatistics;
import io.cachebridge.core.RejectionCause;

/**
 * Registers the meters of one cache.
 */
final class CacheBridgeMeterBinder extends CacheMeterBinder<CacheBridgeCache> {

	private final CacheBridgeCache cache;

	CacheBridgeMeterBinder(CacheBridgeCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
		this.cache = cache;
	}

	@Override
	protected Long size() {
		return this.cache.statistics().localSize();
	}

	@Override
	protected long hitCount() {
		return this.cache.statistics().hits();
	}

	@Override
	protected Long missCount() {
		return this.cache.statistics().misses();
	}

	@Override
	protected Long evictionCount() {
		return this.cache.statistics().localEvictions();
	}

	@Override
	protected long putCount() {
		CacheStatistics statistics = this.cache.statistics();
		return statistics.puts() + statistics.loads();
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		bindReads(registry);
		bindLoads(registry);
		bindLoading(registry);
		bindChanges(registry);
		bindFailures(registry);
	}

	private void bindReads(MeterRegistry registry) {
		String reads = "Reads, by where the value was found";
		count(registry, CacheBridgeMeters.GETS, reads, CacheStatistics::localHits, CacheBridgeMeters.TIER, "local");
		count(registry, CacheBridgeMeters.GETS, reads, CacheStatistics::remoteHits, CacheBridgeMeters.TIER, "remote");
		count(registry, CacheBridgeMeters.GETS, reads, CacheStatistics::misses, CacheBridgeMeters.TIER, "none");
	}

	private void bindLoads(MeterRegistry registry) {
		FunctionTimer
			.builder(CacheBridgeMeters.LOADS, this.cache, (cache) -> attempts(cache.statistics()),
					(cache) -> cache.statistics().loadNanos(), TimeUnit.NANOSECONDS)
			.tags(getTagsWithCacheName())
			.description("Loads from the source, those that failed included")
			.register(registry);
		count(registry, CacheBridgeMeters.LOAD_FAILURES, "Loads that failed", CacheStatistics::loadFailures);
		count(registry, CacheBridgeMeters.STALE_SERVED,
				"Values served beyond their time-to-live for want of later ones", CacheStatistics::staleServed);
		count(registry, CacheBridgeMeters.REFRESHES, "Loads begun before the time-to-live of a value was over",
				CacheStatistics::refreshes);
		count(registry, CacheBridgeMeters.REFUSED_FILLS, "Loads not stored because their key was touched meanwhile",
				CacheStatistics::refusedFills);
	}

	private void bindLoading(MeterRegistry registry) {
		String timeouts = "Loads that took too long";
		count(registry, CacheBridgeMeters.LOAD_TIMEOUTS, timeouts, (statistics) -> statistics.loading().softTimeouts(),
				CacheBridgeMeters.KIND, "soft");
		count(registry, CacheBridgeMeters.LOAD_TIMEOUTS, timeouts, (statistics) -> statistics.loading().hardTimeouts(),
				CacheBridgeMeters.KIND, "hard");
		count(registry, CacheBridgeMeters.REJECTED_LOADS, "Loads for which there was no room",
				(statistics) -> statistics.loading().rejected());
		Gauge.builder(CacheBridgeMeters.HUNG_LOADS, this.cache, (cache) -> cache.statistics().loading().hung())
			.tags(getTagsWithCacheName())
			.description("Loads that run although they should have ended long ago")
			.register(registry);
	}

	private static long attempts(CacheStatistics statistics) {
		return statistics.loads() + statistics.loadFailures();
	}

	private void bindChanges(MeterRegistry registry) {
		count(registry, CacheBridgeMeters.EVICTS, "Keys evicted by the application, and caches cleared",
				CacheStatistics::evicts);
		count(registry, CacheBridgeMeters.RECEIVED_INVALIDATIONS, "Changes that other nodes have told of",
				CacheStatistics::invalidations);
		count(registry, CacheBridgeMeters.UNTOLD_INVALIDATIONS, "Changes that other nodes could not be told of",
				CacheStatistics::untold);
	}

	private void bindFailures(MeterRegistry registry) {
		count(registry, CacheBridgeMeters.UNREADABLE_RECORDS, "Records that could not be read",
				CacheStatistics::unreadable);
		for (RejectionCause cause : RejectionCause.values()) {
			count(registry, CacheBridgeMeters.REJECTED_VALUES, "Values that could not be stored",
					(statistics) -> statistics.rejectedValues(cause), CacheBridgeMeters.CAUSE,
					cause.name().toLowerCase(Locale.ROOT));
		}
		count(registry, CacheBridgeMeters.BACKEND_FAILURES, "Operations of the backend that failed",
				CacheStatistics::backendFailures, CacheBridgeMeters.BACKEND, this.cache.settings().backend());
		Gauge.builder(CacheBridgeMeters.PENDING_WRITES, this.cache, (cache) -> cache.statistics().pending())
			.tags(getTagsWithCacheName())
			.description("Writes that the store has not acknowledged")
			.register(registry);
		bindQueue(registry);
	}

	private void bindQueue(MeterRegistry registry) {
		Gauge.builder(CacheBridgeMeters.QUEUED_WRITES, this.cache, (cache) -> cache.statistics().queued())
			.tags(getTagsWithCacheName())
			.description("Keys with a write that no caller waits for and that is not made yet")
			.register(registry);
		count(registry, CacheBridgeMeters.QUEUE_FULL, "Writes that their caller waited for, as too many waited already",
				CacheStatistics::queueFull);
	}

	private void count(MeterRegistry registry, String name, String description,
			ToDoubleFunction<CacheStatistics> number, String... tags) {
		FunctionCounter.builder(name, this.cache, (cache) -> number.applyAsDouble(cache.statistics()))
			.tags(Tags.of(getTagsWithCacheName()).and(tags))
			.description(description)
			.register(registry);
	}

}
