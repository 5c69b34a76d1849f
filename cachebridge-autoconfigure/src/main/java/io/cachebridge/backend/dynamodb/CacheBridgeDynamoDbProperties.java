package io.cachebridge.backend.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of DynamoDB as a store and as a backplane. Credentials are those of the
 * application's DynamoDbClient bean or, without one, of the default provider chain of the
 * AWS SDK.
 *
 * @param table The table that holds the records, by name or ARN.
 * @param createTable Whether a table that does not exist is created when it is first
 * used, billed on demand, with time to live enabled.
 * @param region The region of the table. If neither this nor an endpoint is set, the
 * application's DynamoDbClient bean is used, or else the default region of the AWS SDK.
 * @param endpoint Where DynamoDB is, if not where its region has it. As with the region,
 * the DynamoDbClient bean is not used if this is set.
 * @param consistentRead Whether reads see every acknowledged write. Without, reads cost
 * half, and no record can be written on condition.
 * @param timeout How long a call may take before it counts as failed, retries and the
 * search for region and credentials included. From 1ms to 1h.
 * @param backplane The messages between nodes.
 * @param instances Further tables by name; what one does not set is as above.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.dynamodb", ignoreUnknownFields = false)
public record CacheBridgeDynamoDbProperties(@DefaultValue("cachebridge") String table, boolean createTable,
		@Nullable String region, @Nullable URI endpoint, @DefaultValue("true") boolean consistentRead,
		@DefaultValue("1s") Duration timeout, @DefaultValue Backplane backplane,
		@DefaultValue Map<String, CacheBridgeDynamoDbProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

	private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}|arn:[^\\s]+");

	public CacheBridgeDynamoDbProperties {
		if (!TABLE.matcher(table).matches()) {
			throw new IllegalArgumentException("'cachebridge.dynamodb.table' must be an ARN, or have 3 to 255 letters, "
					+ "digits, '_', '-' and '.', but was '%s'".formatted(table));
		}
		if (endpoint != null && (endpoint.getScheme() == null || endpoint.getHost() == null)) {
			throw new IllegalArgumentException(
					"'cachebridge.dynamodb.endpoint' must be an http or https address but was '%s'"
						.formatted(endpoint));
		}
		if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
			throw new IllegalArgumentException("'cachebridge.dynamodb.timeout' must be between %s and %s but was %s"
				.formatted(SHORTEST_TIMEOUT, LONGEST_TIMEOUT, timeout));
		}
	}

	/**
	 * Settings of the backplane.
	 *
	 * @param pollInterval How often each node asks for messages. Half of it is added to
	 * the way of a message on average, and each time costs one read.
	 */
	public record Backplane(@DefaultValue("500ms") Duration pollInterval) {

		private static final Duration SHORTEST = Duration.ofMillis(10);

		private static final Duration LONGEST = Duration.ofMinutes(1);

		public Backplane {
			if (pollInterval.compareTo(SHORTEST) < 0 || pollInterval.compareTo(LONGEST) > 0) {
				throw new IllegalArgumentException(
						"'cachebridge.dynamodb.backplane.poll-interval' must be between %s and %s but was %s"
							.formatted(SHORTEST, LONGEST, pollInterval));
			}
		}

	}

}
