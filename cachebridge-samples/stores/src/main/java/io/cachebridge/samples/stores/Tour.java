package io.cachebridge.samples.stores;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.stereotype.Component;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;

/**
 * Calls the cached method and tells how long that took. An application needs none of
 * this.
 */
@Component
class Tour implements CommandLineRunner {

	private static final Log logger = LogFactory.getLog(Tour.class);

	private static final String CITY = "Lisbon";

	private final Forecasts forecasts;

	private final CacheBridgeCacheManager caches;

	private final BackendLookup backends;

	Tour(Forecasts forecasts, CacheBridgeCacheManager caches, BackendLookup backends) {
		this.forecasts = forecasts;
		this.caches = caches;
		this.backends = backends;
	}

	@Override
	public void run(String... arguments) throws InterruptedException {
		CacheBridgeCache cache = Objects.requireNonNull(this.caches.getCache("forecasts"));
		String name = cache.settings().backend();
		CacheBackend backend = this.backends.get(name);
		BackendHealth health = backend.health();
		logger.info("%s is %s %s".formatted(name, health.status(), health.details()));
		warmUp(cache);
		String capabilities = new TreeSet<>(backend.capabilities()).stream()
			.map(Object::toString)
			.collect(Collectors.joining(", "));
		logger
			.info("first call %d ms, second call %d ms, held in %s (%s)".formatted(call(), call(), name, capabilities));
		this.forecasts.forget(CITY);
		logger.info("call after an evict %d ms".formatted(call()));
	}

	// Connecting and loading classes would otherwise be most of the first call
	private static void warmUp(CacheBridgeCache cache) {
		cache.put("warm-up", new Forecast("Nowhere", 0, Instant.EPOCH));
		cache.get("warm-up");
		cache.evict("warm-up");
	}

	private long call() throws InterruptedException {
		long begun = System.nanoTime();
		this.forecasts.find(CITY);
		return Duration.ofNanos(System.nanoTime() - begun).toMillis();
	}

}
