package io.cachebridge.backend.consul;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of the key-value store of Consul. Where Consul is and how to log in is
 * configured by {@code spring.cloud.consul}.
 *
 * @param prefix Where in the key-value store the records are. Messages are beside it,
 * under the prefix with '-backplane' added.
 * @param timeout How long a call waits for Consul, connecting included, before it counts
 * as failed. From 1ms to 1h.
 * @param host Host of the agent. By default that of spring.cloud.consul.
 * @param port Port of the agent. By default that of spring.cloud.consul.
 * @param token ACL token. By default that of spring.cloud.consul.config, then that of
 * spring.cloud.consul.discovery.
 * @param datacenter Datacenter that holds the records. By default the one of the agent.
 * @param pruneInterval How often expired records are looked for, which reads every record
 * once. Zero means never.
 * @param instances Further stores by name. What one does not set it takes from here.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.consul", ignoreUnknownFields = false)
public record CacheBridgeConsulProperties(@DefaultValue("cachebridge") String prefix,
		@DefaultValue("1s") Duration timeout, @Nullable String host, @Nullable Integer port, @Nullable String token,
		@Nullable String datacenter, @DefaultValue("5m") Duration pruneInterval,
		@DefaultValue Map<String, CacheBridgeConsulProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*");

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

	private static final int HIGHEST_PORT = 65_535;

	public CacheBridgeConsulProperties {
		if (!PATH.matcher(prefix).matches()) {
			throw new IllegalArgumentException(("'cachebridge.consul.prefix' must be letters, digits, '-', '_', "
					+ "and between them '/' or '.', but was '%s'")
				.formatted(prefix));
		}
		if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
			throw new IllegalArgumentException("'cachebridge.consul.timeout' must be between %s and %s but was %s"
				.formatted(SHORTEST_TIMEOUT, LONGEST_TIMEOUT, timeout));
		}
		if (port != null && (port < 1 || port > HIGHEST_PORT)) {
			throw new IllegalArgumentException(
					"'cachebridge.consul.port' must be from 1 to %d but was %d".formatted(HIGHEST_PORT, port));
		}
		if (pruneInterval.isNegative()) {
			throw new IllegalArgumentException(
					"'cachebridge.consul.prune-interval' must not be negative but was " + pruneInterval);
		}
		instances = Map.copyOf(instances);
	}

	/**
	 * Shows everything but the token.
	 */
	@Override
	public String toString() {
		return "CacheBridgeConsulProperties[prefix=%s, timeout=%s, host=%s, port=%s, datacenter=%s, instances=%s]"
			.formatted(this.prefix, this.timeout, this.host, this.port, this.datacenter, this.instances.keySet());
	}

}
