package io.cachebridge.backend.redis;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Asks the server how it is and who it is.
 */
final class RedisDiagnosis {

	private final RedisCommands commands;

	private final StoreCalls calls;

	RedisDiagnosis(RedisCommands commands, StoreCalls calls) {
		this.commands = commands;
		this.calls = calls;
	}

	BackendHealth health() {
		long start = System.nanoTime();
		try {
			this.calls.run("health", null, this.commands::ping);
			Duration latency = Duration.ofNanos(System.nanoTime() - start);
			return withDetails(BackendHealth.up(latency));
		}
		catch (CacheBackendException ex) {
			return BackendHealth.down(Duration.ofNanos(System.nanoTime() - start), ex);
		}
	}

	// Asked each time: an old answer would be wrong exactly when it matters. On a cluster
	// every node has its own, and a replica would answer with its own too
	@Nullable String incarnation() {
		if (this.commands.readsFromReplicas() || this.calls.call("incarnation", null, this.commands::isCluster)) {
			return null;
		}
		RedisInfo server = info("incarnation", "server");
		return (server != null) ? server.get("run_id") : null;
	}

	private BackendHealth withDetails(BackendHealth health) {
		RedisInfo server = info("health", "server");
		BackendHealth detailed = health;
		if (server != null) {
			detailed = with(with(detailed, "version", server.get("redis_version")), "mode", server.get("redis_mode"));
		}
		// The role of some node of a cluster tells nothing
		RedisInfo replication = this.commands.isCluster() ? null : info("health", "replication");
		return (replication != null) ? with(detailed, "role", replication.get("role")) : detailed;
	}

	private static BackendHealth with(BackendHealth health, String name, @Nullable String value) {
		return (value != null) ? health.with(name, value) : health;
	}

	// A user who may not ask is no reason to call the server ill
	private @Nullable RedisInfo info(String operation, String section) {
		try {
			return this.calls.call(operation, null, () -> this.commands.info(section));
		}
		catch (BackendRejectedException ex) {
			return null;
		}
	}

}
