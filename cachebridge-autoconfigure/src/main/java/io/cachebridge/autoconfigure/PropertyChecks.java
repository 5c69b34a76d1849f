package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;
import io.cachebridge.core.CacheSettings.LocalMode;

/**
 * Finds values that cannot be used and settings that contradict each other, before a
 * cache is created.
 */
final class PropertyChecks {

	private static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private final CacheBridgeProperties properties;

	private final ConfiguredCaches caches;

	PropertyChecks(CacheBridgeProperties properties, ConfiguredCaches caches) {
		this.properties = properties;
		this.caches = caches;
	}

	void check(BackendChoices backends, Collection<String> codecs) {
		checkKeyPrefix(this.properties.keyPrefix());
		checkDefaults();
		checkDynamic();
		checkOverrides("cachebridge.defaults", this.properties.defaults(), codecs);
		this.properties.caches().forEach((name, cache) -> checkOverrides("cachebridge.caches." + name, cache, codecs));
		for (int i = 0; i < this.properties.patterns().size(); i++) {
			String path = "cachebridge.patterns[%d]".formatted(i);
			CacheBridgeProperties.Pattern pattern = this.properties.patterns().get(i);
			if (pattern.match() == null || pattern.match().isBlank()) {
				throw new InvalidCachePropertyException(path + ".match", pattern.match(),
						"a pattern must match something",
						"Set '%s.match' to a name in which * stands for any text, or remove the pattern."
							.formatted(path));
			}
			checkOverrides(path, pattern.overrides(), codecs);
		}
		this.caches.backends().forEach(backends::require);
	}

	private static void checkKeyPrefix(@Nullable String keyPrefix) {
		if (keyPrefix != null && !KEY_PREFIX.matcher(keyPrefix).matches()) {
			throw new InvalidCachePropertyException("cachebridge.key-prefix", keyPrefix,
					"a key prefix has 1 to 64 letters, digits, dots, hyphens and underscores",
					"Choose a prefix of these characters that no other application uses on the same store.");
		}
	}

	private void checkDefaults() {
		if (this.properties.defaults().backend() != null) {
			throw new InvalidCachePropertyException("cachebridge.defaults.backend",
					this.properties.defaults().backend(),
					"the backend of caches that name none is set by 'cachebridge.default-backend'",
					"Set 'cachebridge.default-backend' and remove 'cachebridge.defaults.backend'.");
		}
	}

	private void checkDynamic() {
		if (!this.properties.dynamic() && this.caches.names().isEmpty() && this.properties.patterns().isEmpty()) {
			throw new InvalidCachePropertyException("cachebridge.dynamic", false,
					"no cache is configured and none may be created",
					"Configure caches under 'cachebridge.caches' or 'cachebridge.patterns', or remove this property.");
		}
	}

	private static void checkOverrides(String path, Overrides overrides, Collection<String> codecs) {
		checkNotNegative(path + ".time-to-live", overrides.timeToLive());
		checkNotNegative(path + ".local.time-to-live", overrides.local().timeToLive());
		checkNotNegative(path + ".loader.follower-timeout", overrides.loader().followerTimeout());
		Long maximumSize = overrides.local().maximumSize();
		if (maximumSize != null && maximumSize < 1) {
			throw new InvalidCachePropertyException(path + ".local.maximum-size", maximumSize, "it must be positive",
					"To keep nothing in this process set '%s.local.enabled' to false.".formatted(path));
		}
		if (overrides.local().enabled() == LocalMode.OFF
				&& (maximumSize != null || overrides.local().timeToLive() != null)) {
			throw new InvalidCachePropertyException(path + ".local.enabled", false,
					"the tier in this process is off, but its size or time-to-live is set beside it",
					"Remove either this property or the settings of the tier.");
		}
		String codec = overrides.remote().codec();
		if (codec != null && !codecs.contains(codec)) {
			throw new InvalidCachePropertyException(path + ".remote.codec", codec,
					"there is no such codec, only " + new TreeSet<>(codecs),
					"Choose one of these. The codec 'json' needs org.springframework.boot:spring-boot-starter-jackson; "
							+ "one of your own is a bean of type ValueCodec.");
		}
	}

	private static void checkNotNegative(String property, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new InvalidCachePropertyException(property, value, "a time must not be negative",
					"Set a time that is zero or longer.");
		}
	}

}
