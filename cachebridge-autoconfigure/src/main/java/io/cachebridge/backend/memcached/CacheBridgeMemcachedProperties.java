package io.cachebridge.backend.memcached;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of Memcached as a store.
 *
 * @param servers Servers as host:port, the same text on all nodes, as it decides which
 * server holds which key. If there are none, the MemcachedClient of the application is
 * used, and localhost:11211 without such a bean.
 * @param client Name of the bean of type MemcachedClient to use, if there are several.
 * @param username Name to log in with. Takes the binary protocol.
 * @param password Password to log in with.
 * @param protocol Protocol to speak.
 * @param timeout How long a call waits for Memcached, be it for an answer or for a
 * connection, before it counts as failed.
 * @param connectionPoolSize Number of connections to each server.
 * @param keyPrefix What all keys in Memcached begin with, to share it with others.
 * @param maximumItemSize Largest item that the servers take, as they were told by their
 * option -I. Must not be larger than that, as they drop the old record when they refuse a
 * new one.
 * @param instances Further Memcached servers by name. What one does not set it takes from
 * the properties beside this one.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.memcached", ignoreUnknownFields = false)
public record CacheBridgeMemcachedProperties(@DefaultValue List<String> servers, @Nullable String client,
		@Nullable String username, @Nullable String password, @DefaultValue("text") Protocol protocol,
		@DefaultValue("1s") Duration timeout, @DefaultValue("1") int connectionPoolSize,
		@DefaultValue("") String keyPrefix, @DefaultValue("1MB") DataSize maximumItemSize,
		@DefaultValue Map<String, CacheBridgeMemcachedProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final int LONGEST_PREFIX = 100;

	private static final DataSize SMALLEST_ITEM = DataSize.ofKilobytes(16);

	private static final DataSize LARGEST_ITEM = DataSize.ofGigabytes(1);

	public CacheBridgeMemcachedProperties {
		if (timeout.isNegative() || timeout.isZero()) {
			throw invalid("timeout", "must be positive", timeout);
		}
		if (connectionPoolSize < 1) {
			throw invalid("connection-pool-size", "must be positive", connectionPoolSize);
		}
		if (keyPrefix.length() > LONGEST_PREFIX || !keyPrefix.chars().allMatch((each) -> each > ' ' && each < 127)) {
			throw invalid("key-prefix", "must be at most %d visible ASCII characters".formatted(LONGEST_PREFIX),
					keyPrefix);
		}
		if (maximumItemSize.compareTo(SMALLEST_ITEM) < 0 || maximumItemSize.compareTo(LARGEST_ITEM) > 0) {
			throw invalid("maximum-item-size", "must be from 16KB to 1GB", maximumItemSize);
		}
	}

	private static IllegalArgumentException invalid(String property, String demand, Object value) {
		return new IllegalArgumentException(
				"'cachebridge.memcached.%s' %s but was %s".formatted(property, demand, value));
	}

	/**
	 * Does not tell the password.
	 */
	@Override
	public String toString() {
		return "CacheBridgeMemcachedProperties[servers=%s, client=%s, protocol=%s]".formatted(this.servers, this.client,
				this.protocol);
	}

	/**
	 * A protocol of Memcached.
	 */
	public enum Protocol {

		/** The text protocol, which every server speaks. */
		TEXT,

		/** The binary protocol, which allows to log in. */
		BINARY

	}

}
