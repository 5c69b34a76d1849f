package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Loader;
import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;

/**
 * Checks how long loads may take, and how many there may be.
 */
final class LoaderChecks {

	private final CacheBridgeProperties properties;

	LoaderChecks(CacheBridgeProperties properties) {
		this.properties = properties;
	}

	/**
	 * Checks settings with what they inherit.
	 * @param path the properties that stand before them
	 * @param overrides the settings
	 */
	void check(String path, Overrides overrides) {
		Loader loader = overrides.loader();
		if (loader.softTimeout() != null && loader.softTimeout().isNegative()) {
			throw new InvalidCachePropertyException(path + ".loader.soft-timeout", loader.softTimeout(),
					"a time must not be negative",
					"Set zero to serve the last value at once, or remove this property to have callers wait.");
		}
		if (loader.hardTimeout() != null && loader.hardTimeout().compareTo(Duration.ZERO) <= 0) {
			throw new InvalidCachePropertyException(path + ".loader.hard-timeout", loader.hardTimeout(),
					"no load would have time to end",
					"Set a time that loads need at most, or remove this property to let them take as long as they like.");
		}
		if (loader.maximumConcurrent() != null && loader.maximumConcurrent() < 1) {
			throw new InvalidCachePropertyException(path + ".loader.maximum-concurrent", loader.maximumConcurrent(),
					"it must be positive", "Remove this property to allow any number of loads.");
		}
		checkOrder(path, chain(path, overrides));
	}

	private static void checkOrder(String path, List<Loader> chain) {
		Duration soft = first(chain, Loader::softTimeout);
		Duration hard = first(chain, Loader::hardTimeout);
		if (soft != null && hard != null && soft.compareTo(hard) > 0) {
			throw new InvalidCachePropertyException(path + ".loader.soft-timeout", soft,
					"it is longer than 'loader.hard-timeout', %s, after which nobody waits".formatted(hard),
					"Set a time that is shorter than the hard timeout, here or where it is inherited from.");
		}
	}

	private List<Loader> chain(String path, Overrides overrides) {
		String cache = path.startsWith("cachebridge.caches.") ? path.substring("cachebridge.caches.".length()) : null;
		Overrides pattern = (cache != null) ? patternOf(cache) : null;
		return Stream.of(overrides, pattern, this.properties.defaults())
			.filter(Objects::nonNull)
			.map(Overrides::loader)
			.toList();
	}

	private @Nullable Overrides patternOf(String cache) {
		return this.properties.patterns()
			.stream()
			.filter((pattern) -> PatternMatchUtils.simpleMatch(pattern.match(), cache))
			.map(CacheBridgeProperties.Pattern::overrides)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Duration first(List<Loader> chain, Function<Loader, @Nullable Duration> time) {
		return chain.stream().map(time).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
