package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;
import io.cachebridge.core.CacheSettings;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.core.LocalMode;
import io.cachebridge.core.RefreshSettings;
import io.cachebridge.core.RemoteSettings.Fill;
import io.cachebridge.spi.support.Percentage;

/**
 * Finds values that cannot be used and settings that contradict each other, before a
 * cache is created.
 */
final class PropertyChecks {

	private static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String TRANSACTIONS = "org.springframework.transaction.support.TransactionSynchronizationManager";

	private final CacheBridgeProperties properties;

	private final ConfiguredCaches caches;

	private final ClassLoader classLoader;

	private final ValueChecks values;

	private final LoaderChecks loaders;

	PropertyChecks(CacheBridgeProperties properties, ConfiguredCaches caches, ClassLoader classLoader) {
		this.properties = properties;
		this.caches = caches;
		this.classLoader = classLoader;
		this.values = new ValueChecks(properties.encryption(), classLoader);
		this.loaders = new LoaderChecks(properties);
	}

	void check(BackendChoices backends, Collection<String> codecs) {
		checkKeyPrefix(this.properties.keyPrefix());
		checkDefaults();
		checkDynamic();
		checkHeartbeat(this.properties.backplane().heartbeat());
		checkRecovery();
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
		this.values.checkKeys();
		this.caches.names().forEach(this::checkFailSafe);
		this.caches.names().forEach(this::checkRefresh);
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

	private static void checkHeartbeat(Duration heartbeat) {
		if (heartbeat.compareTo(Duration.ZERO) <= 0) {
			throw new InvalidCachePropertyException("cachebridge.backplane.heartbeat", heartbeat,
					"the time between two heartbeats must be positive",
					"Set some seconds. To run a single node without messages set 'cachebridge.backplane.type' to none.");
		}
	}

	private void checkRecovery() {
		CacheBridgeProperties.Recovery recovery = this.properties.recovery();
		if (recovery.maximumPending() < 1) {
			throw new InvalidCachePropertyException("cachebridge.recovery.maximum-pending", recovery.maximumPending(),
					"it must be positive",
					"Set 1 to have a cache cleared as soon as more than one write could not be stored.");
		}
		checkNotNegative("cachebridge.recovery.flush-on-shutdown", recovery.flushOnShutdown());
	}

	private void checkOverrides(String path, Overrides overrides, Collection<String> codecs) {
		checkTransaction(path + ".transaction", overrides.transaction());
		checkNotNegative(path + ".time-to-live", overrides.timeToLive());
		checkNotNegative(path + ".local.time-to-live", overrides.local().timeToLive());
		checkNotNegative(path + ".loader.follower-timeout", overrides.loader().followerTimeout());
		checkNotNegative(path + ".fail-safe.maximum-stale", overrides.failSafe().maximumStale());
		checkNotNegative(path + ".fail-safe.throttle", overrides.failSafe().throttle());
		if (overrides.failSafe().exceptions() != null && overrides.failSafe().exceptions().isEmpty()) {
			throw new InvalidCachePropertyException(path + ".fail-safe.exceptions", "",
					"no exception would count as a failure",
					"Name some, or to tell callers of all failures set '%s.fail-safe.enabled' to false."
						.formatted(path));
		}
		checkRefresh(path, overrides.refresh());
		checkSingleFlight(path, overrides);
		this.loaders.check(path, overrides);
		this.values.check(path, overrides);
		ExpiryChecks.check(path, overrides);
		Long maximumSize = overrides.local().maximumSize();
		if (maximumSize != null && maximumSize < 1) {
			throw new InvalidCachePropertyException(path + ".local.maximum-size", maximumSize, "it must be positive",
					"To keep nothing in this process set '%s.local.enabled' to false.".formatted(path));
		}
		if (overrides.local().enabled() == LocalMode.OFF && (maximumSize != null
				|| overrides.local().timeToLive() != null || overrides.local().timeToIdle() != null)) {
			throw new InvalidCachePropertyException(path + ".local.enabled", false,
					"the tier in this process is off, but its size or a time is set beside it",
					"Remove either this property or the settings of the tier.");
		}
		CodecChecks.check(path + ".remote.codec", overrides.remote().codec(), codecs);
	}

	// What is inherited counts too
	private void checkFailSafe(String cache) {
		CacheSettings settings = this.caches.find(cache);
		if (settings != null && settings.failSafe().enabled() && !settings.timeToLive().isZero()
				&& settings.failSafe().maximumStale().compareTo(settings.timeToLive()) <= 0) {
			throw new InvalidCachePropertyException("cachebridge.caches.%s.fail-safe.maximum-stale".formatted(cache),
					settings.failSafe().maximumStale(),
					"it counts from the creation of a value, which lives for %s anyway".formatted(
							settings.timeToLive()),
					"Set a time that is longer than the time-to-live of the cache.");
		}
	}

	private static void checkRefresh(String path, CacheBridgeProperties.Refresh refresh) {
		Percentage at = refresh.at();
		if (at != null && (at.value() < 1 || at.value() > 99)) {
			throw new InvalidCachePropertyException(path + ".refresh.at", at,
					"values are loaded anew before their time-to-live is over, and not at once",
					"Set a share of the time-to-live from 1% to 99%, such as 80%.");
		}
	}

	// What is inherited counts too
	private void checkRefresh(String cache) {
		CacheSettings settings = this.caches.find(cache);
		if (settings == null) {
			return;
		}
		RefreshSettings refresh = settings.refresh();
		if (refresh.at() == null && !refresh.keepWarm().isEmpty()) {
			throw new InvalidCachePropertyException("cachebridge.caches.%s.refresh.keep-warm".formatted(cache),
					refresh.keepWarm(), "it is not set when these are loaded anew",
					"Set 'cachebridge.caches.%s.refresh.at' to a share of the time-to-live, such as 80%%."
						.formatted(cache));
		}
		if (refresh.at() != null && settings.timeToLive().isZero()) {
			throw new InvalidCachePropertyException("cachebridge.caches.%s.refresh.at".formatted(cache), refresh.at(),
					"values that live for ever are never loaded anew",
					"Set 'cachebridge.caches.%s.time-to-live', or remove this property.".formatted(cache));
		}
	}

	private static void checkSingleFlight(String path, Overrides overrides) {
		if (overrides.singleFlight() == SingleFlight.CLUSTER && overrides.remote().fill() == Fill.PLAIN) {
			throw new InvalidCachePropertyException(path + ".single-flight", "cluster",
					"nodes know of each other's loads by the leases that plain fills do without",
					"Remove '%s.remote.fill', or set this property to node.".formatted(path));
		}
	}

	private void checkTransaction(String property, @Nullable Transaction transaction) {
		if (transaction == Transaction.AFTER_COMMIT && !ClassUtils.isPresent(TRANSACTIONS, this.classLoader)) {
			throw new InvalidCachePropertyException(property, "after-commit",
					"there are no transactions to wait for, as spring-tx is missing",
					"Add the dependency org.springframework:spring-tx, which comes with the starters for databases, or remove this property.");
		}
	}

	private static void checkNotNegative(String property, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new InvalidCachePropertyException(property, value, "a time must not be negative",
					"Set a time that is zero or longer.");
		}
	}

}
