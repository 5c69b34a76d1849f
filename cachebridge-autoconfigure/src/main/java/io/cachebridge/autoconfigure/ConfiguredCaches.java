package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;
import io.cachebridge.autoconfigure.CacheBridgeProperties.Pattern;
import io.cachebridge.core.CacheSettings;
import io.cachebridge.core.CacheSettingsSource;
import io.cachebridge.core.CompressionSettings;
import io.cachebridge.core.ExpirySettings;
import io.cachebridge.core.FailSafeSettings;
import io.cachebridge.core.LoaderSettings;
import io.cachebridge.core.LocalSettings;
import io.cachebridge.core.RefreshSettings;
import io.cachebridge.core.RemoteSettings;
import io.cachebridge.core.ValueSettings;
import io.cachebridge.spi.support.Percentage;

/**
 * Settings of caches as the properties give them: those of the cache, then those of the
 * first pattern that matches, then the defaults, then the built-in ones.
 */
final class ConfiguredCaches implements CacheSettingsSource {

	private final CacheBridgeProperties properties;

	private final Set<String> names;

	/**
	 * Creates the settings.
	 * @param properties the properties
	 * @param furtherNames caches that exist from the start without settings of their own
	 */
	ConfiguredCaches(CacheBridgeProperties properties, Collection<String> furtherNames) {
		this.properties = properties;
		this.names = new LinkedHashSet<>(properties.caches().keySet());
		this.names.addAll(furtherNames);
	}

	@Override
	public Set<String> names() {
		return this.names;
	}

	@Override
	public @Nullable CacheSettings find(String cache) {
		Pattern pattern = this.properties.patterns()
			.stream()
			.filter((candidate) -> PatternMatchUtils.simpleMatch(candidate.match(), cache))
			.findFirst()
			.orElse(null);
		boolean known = this.properties.dynamic() || pattern != null || this.names.contains(cache);
		return known ? resolve(this.properties.caches().get(cache), pattern) : null;
	}

	/**
	 * Returns the backends that caches name, or may name later.
	 * @return the names of backends by the property that gives them
	 */
	Map<String, String> backends() {
		Map<String, String> backends = new LinkedHashMap<>();
		backends.put("cachebridge.default-backend", this.properties.defaultBackend());
		put(backends, "cachebridge.defaults.backend", this.properties.defaults());
		this.properties.caches()
			.forEach((name, cache) -> put(backends, "cachebridge.caches.%s.backend".formatted(name), cache));
		for (int i = 0; i < this.properties.patterns().size(); i++) {
			put(backends, "cachebridge.patterns[%d].backend".formatted(i),
					this.properties.patterns().get(i).overrides());
		}
		return backends;
	}

	private static void put(Map<String, String> backends, String property, Overrides overrides) {
		if (overrides.backend() != null) {
			backends.put(property, overrides.backend());
		}
	}

	private CacheSettings resolve(@Nullable Overrides cache, @Nullable Pattern pattern) {
		List<Overrides> chain = Stream
			.of(cache, (pattern != null) ? pattern.overrides() : null, this.properties.defaults())
			.flatMap(Stream::ofNullable)
			.toList();
		CacheSettings builtIn = CacheSettings.builtIn(this.properties.defaultBackend());
		LocalSettings local = new LocalSettings(first(chain, (set) -> set.local().enabled(), builtIn.local().mode()),
				first(chain, (set) -> set.local().maximumSize(), builtIn.local().maximumSize()),
				first(chain, (set) -> set.local().timeToLive(), builtIn.local().timeToLive()));
		RemoteSettings remote = new RemoteSettings(first(chain, (set) -> set.remote().fill(), builtIn.remote().fill()),
				first(chain, (set) -> set.remote().codec(), builtIn.remote().codec()),
				first(chain, (set) -> set.remote().onStoreRestart(), builtIn.remote().onStoreRestart()),
				first(chain, (set) -> set.remote().write(), builtIn.remote().write()));
		Duration followerTimeout = first(chain, (set) -> set.loader().followerTimeout(), builtIn.followerTimeout());
		ValueSettings values = values(chain, builtIn.values());
		return new CacheSettings(first(chain, Overrides::backend, builtIn.backend()),
				first(chain, Overrides::timeToLive, builtIn.timeToLive()),
				first(chain, Overrides::nullValues, builtIn.nullValues()),
				first(chain, Overrides::onError, builtIn.onError()),
				first(chain, Overrides::singleFlight, builtIn.singleFlight()),
				first(chain, Overrides::transaction, builtIn.transaction()), local, remote, followerTimeout, values,
				failSafe(chain, builtIn.failSafe()), refresh(chain), expiry(chain, builtIn.expiry()), loader(chain));
	}

	private static ValueSettings values(List<Overrides> chain, ValueSettings builtIn) {
		CompressionSettings compression = new CompressionSettings(
				first(chain, (set) -> set.compression().type(), builtIn.compression().type()),
				first(chain, (set) -> set.compression().threshold(), builtIn.compression().threshold()));
		return new ValueSettings(first(chain, Overrides::maximumValueSize, builtIn.maximumSize()), compression,
				first(chain, (set) -> set.encryption().enabled(), builtIn.encrypted()));
	}

	private static LoaderSettings loader(List<Overrides> chain) {
		return new LoaderSettings(firstOrNull(chain, (set) -> set.loader().softTimeout()),
				firstOrNull(chain, (set) -> set.loader().hardTimeout()),
				first(chain, (set) -> set.loader().maximumConcurrent(), 0));
	}

	private static FailSafeSettings failSafe(List<Overrides> chain, FailSafeSettings off) {
		return new FailSafeSettings(first(chain, (set) -> set.failSafe().enabled(), off.enabled()),
				first(chain, (set) -> set.failSafe().maximumStale(), off.maximumStale()),
				first(chain, (set) -> set.failSafe().throttle(), off.throttle()),
				first(chain, (set) -> set.failSafe().exceptions(), off.exceptions()),
				first(chain, (set) -> set.failSafe().ignoredExceptions(), off.ignoredExceptions()));
	}

	private static RefreshSettings refresh(List<Overrides> chain) {
		Percentage at = chain.stream()
			.map((set) -> set.refresh().at())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return new RefreshSettings(at, first(chain, (set) -> set.refresh().keepWarm(), Set.of()));
	}

	private static ExpirySettings expiry(List<Overrides> chain, ExpirySettings builtIn) {
		Duration nullTimeToLive = chain.stream()
			.map(Overrides::nullTimeToLive)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return new ExpirySettings(first(chain, Overrides::jitter, builtIn.jitter()), nullTimeToLive,
				first(chain, (set) -> set.local().timeToIdle(), builtIn.localTimeToIdle()));
	}

	private static <T> T first(List<Overrides> chain, Function<Overrides, @Nullable T> setting, T builtIn) {
		T value = firstOrNull(chain, setting);
		return (value != null) ? value : builtIn;
	}

	private static <T> @Nullable T firstOrNull(List<Overrides> chain, Function<Overrides, @Nullable T> setting) {
		for (Overrides overrides : chain) {
			T value = setting.apply(overrides);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

}
