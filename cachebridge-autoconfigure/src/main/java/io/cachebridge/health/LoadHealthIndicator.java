package io.cachebridge.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;

/**
 * Tells which caches have loads that hang. The application stays up: nobody waits for
 * such a load longer than is set. The detail {@code hung} has their number by the name of
 * the cache.
 */
final class LoadHealthIndicator implements HealthIndicator {

	private static final String CAUSE = "The sources of these caches do not answer; "
			+ "each of their loads keeps a thread until it ends";

	private final Supplier<Stream<CacheBridgeCacheManager>> managers;

	LoadHealthIndicator(Supplier<Stream<CacheBridgeCacheManager>> managers) {
		this.managers = managers;
	}

	@Override
	public Health health() {
		Map<String, Long> hung = new TreeMap<>();
		this.managers.get().flatMap((manager) -> manager.caches().stream()).forEach((cache) -> add(hung, cache));
		Health.Builder health = Health.up().withDetail("hung", hung);
		return hung.isEmpty() ? health.build() : health.withDetail("cause", CAUSE).build();
	}

	private static void add(Map<String, Long> hung, CacheBridgeCache cache) {
		long loads = cache.statistics().loading().hung();
		if (loads > 0) {
			hung.merge(cache.getName(), loads, Long::sum);
		}
	}

}
