package io.cachebridge.backend.http;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.CompareAndSet;

/**
 * Settings of a server that keeps records by HTTP.
 *
 * @param url Where a record is: an absolute http or https URL with {key} in its path or
 * its query. Required if a cache uses the store. Must hold no user and no password.
 * @param getMethod HTTP method that reads a record.
 * @param putMethod HTTP method that writes a record.
 * @param deleteMethod HTTP method that removes a record.
 * @param headers Headers to send with every request.
 * @param token Token to send as "Authorization: Bearer".
 * @param timeToLiveParameter Name of the query parameter that tells the server how many
 * seconds to keep a record. Without it or the header, the server keeps records until it
 * is cleaned by other means.
 * @param timeToLiveHeader Name of the header that tells the same.
 * @param minimumTimeToLive The shortest time to live that the server takes. Records that
 * expire earlier are kept for so long.
 * @param listingUrl URL that answers the keys that begin with {prefix}, one per line.
 * With {after} in it, keys are taken to come in pages, each in the order of bytes and
 * after the key given, until a page is empty.
 * @param compareAndSet Whether the server compares entity tags before it writes: tried
 * once when a cache first uses the store, or taken for granted, or not used.
 * @param timeout How long a call waits for the server, retries and connecting included,
 * before it counts as failed. Of many keys, all requests that are made in four rounds of
 * the parallelism share it.
 * @param retries How often a request that may be repeated is repeated within the timeout.
 * @param parallelism How many requests of one batch are under way at most.
 * @param maximumKeyBytes How long a key may be. In the URL it can be up to three times as
 * long, as what is not a letter or digit is escaped.
 * @param maximumValueSize How large a value may be.
 * @param instances Further servers by name. What one does not set it takes from the
 * properties beside this one, the token included.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.http", ignoreUnknownFields = false)
public record CacheBridgeHttpProperties(@Nullable String url, @DefaultValue("GET") String getMethod,
		@DefaultValue("PUT") String putMethod, @DefaultValue("DELETE") String deleteMethod,
		@DefaultValue Map<String, String> headers, @Nullable String token, @Nullable String timeToLiveParameter,
		@Nullable String timeToLiveHeader, @DefaultValue("1s") Duration minimumTimeToLive, @Nullable String listingUrl,
		@DefaultValue("probe") CompareAndSet compareAndSet, @DefaultValue("1s") Duration timeout,
		@DefaultValue("3") int retries, @DefaultValue("8") int parallelism, @DefaultValue("512") int maximumKeyBytes,
		@DefaultValue("10MB") DataSize maximumValueSize, @DefaultValue Map<String, CacheBridgeHttpProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final Pattern METHOD = Pattern.compile("[A-Z]+");

	private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	private static final Pattern PLAIN_TEXT = Pattern.compile("[\\x20-\\x7E]*");

	private static final int SHORTEST_KEY_LIMIT = 128;

	private static final DataSize LARGEST_VALUE_LIMIT = DataSize.ofGigabytes(1);

	public CacheBridgeHttpProperties {
		require(METHOD.matcher(getMethod).matches(), "get-method", "be a method in capital letters", getMethod);
		require(METHOD.matcher(putMethod).matches(), "put-method", "be a method in capital letters", putMethod);
		require(METHOD.matcher(deleteMethod).matches(), "delete-method", "be a method in capital letters",
				deleteMethod);
		headers.forEach(CacheBridgeHttpProperties::requireHeader);
		require(token == null || PLAIN_TEXT.matcher(token).matches(), "token", "be plain text", "something else");
		require(timeToLiveParameter == null || StringUtils.hasText(timeToLiveParameter), "time-to-live-parameter",
				"be the name of a query parameter", "empty");
		require(timeToLiveHeader == null || HEADER.matcher(timeToLiveHeader).matches(), "time-to-live-header",
				"be the name of a header", timeToLiveHeader);
		require(minimumTimeToLive.toSeconds() > 0, "minimum-time-to-live", "be at least a second", minimumTimeToLive);
		require(!timeout.isNegative() && !timeout.isZero(), "timeout", "be positive", timeout);
		require(retries >= 0, "retries", "not be negative", retries);
		require(parallelism > 0, "parallelism", "be positive", parallelism);
		require(maximumKeyBytes >= SHORTEST_KEY_LIMIT, "maximum-key-bytes", "be at least " + SHORTEST_KEY_LIMIT,
				maximumKeyBytes);
		require(maximumValueSize.toBytes() > 0 && maximumValueSize.compareTo(LARGEST_VALUE_LIMIT) <= 0,
				"maximum-value-size", "be positive and at most 1GB", maximumValueSize);
	}

	private static void requireHeader(String name, String value) {
		require(HEADER.matcher(name).matches(), "headers", "have names of headers", name);
		require(PLAIN_TEXT.matcher(value).matches(), "headers." + name, "be plain text", "something else");
	}

	private static void require(boolean condition, String property, String demand, @Nullable Object value) {
		if (!condition) {
			throw new IllegalArgumentException(
					"'cachebridge.http.%s' must %s but was %s".formatted(property, demand, value));
		}
	}

	/**
	 * Shows nothing that may be a secret.
	 */
	@Override
	public String toString() {
		return "CacheBridgeHttpProperties[timeout=%s, instances=%s]".formatted(this.timeout, this.instances.keySet());
	}

}
