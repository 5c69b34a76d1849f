package io.cachebridge.backend.memcached;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.exception.MemcachedException;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendHealth.Status;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Asks the servers how they are and who they are.
 */
final class MemcachedDiagnosis {

	private final MemcachedLink link;

	private final MemcachedItems items;

	private final StoreCalls calls;

	private final long timeout;

	MemcachedDiagnosis(MemcachedLink link, MemcachedItems items, StoreCalls calls, Duration timeout) {
		this.link = link;
		this.items = items;
		this.calls = calls;
		this.timeout = Math.max(1, timeout.toMillis());
	}

	// The client's own way to ask all servers does not wait for all with the binary
	// protocol
	BackendHealth health() {
		long start = System.nanoTime();
		Map<String, CacheBackendException> failures = new LinkedHashMap<>();
		try {
			Map<String, String> probes = this.calls.call("health", null, this.link::probes);
			probes.forEach((server, probe) -> probe(server, probe, failures));
			Duration latency = Duration.ofNanos(System.nanoTime() - start);
			if (failures.isEmpty()) {
				return BackendHealth.up(latency).with("servers", probes.size());
			}
			if (failures.size() < probes.size()) {
				return new BackendHealth(Status.DEGRADED, latency,
						Map.of("missing", String.join(", ", failures.keySet())));
			}
			return BackendHealth.down(latency, failures.values().iterator().next());
		}
		catch (CacheBackendException ex) {
			return BackendHealth.down(Duration.ofNanos(System.nanoTime() - start), ex);
		}
	}

	private void probe(String server, String probe, Map<String, CacheBackendException> failures) {
		try {
			this.items.gets("health", null, ItemKey.plain(probe));
		}
		catch (CacheBackendException ex) {
			failures.put(server, ex);
		}
	}

	/**
	 * Tells a life of the server from the next by its process and when it began.
	 * @return its identity, {@code null} if there are several servers
	 */
	@Nullable String incarnation() {
		if (this.link.servers() > 1) {
			return null;
		}
		Map<InetSocketAddress, Map<String, String>> stats = this.calls.call("incarnation", null, this::stats);
		return (stats.size() == 1) ? identity(stats.values().iterator().next()) : null;
	}

	private Map<InetSocketAddress, Map<String, String>> stats() throws Exception {
		MemcachedClient client = this.link.connect(this.link.probes().values()).client();
		Map<InetSocketAddress, Map<String, String>> stats = client.getStats(this.timeout);
		if (stats.isEmpty()) {
			throw new MemcachedException("No server is connected");
		}
		return stats;
	}

	private static @Nullable String identity(Map<String, String> stats) {
		try {
			long now = Long.parseLong(stats.getOrDefault("time", ""));
			long life = Long.parseLong(stats.getOrDefault("uptime", ""));
			return stats.get("pid") + "-" + (now - life);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
