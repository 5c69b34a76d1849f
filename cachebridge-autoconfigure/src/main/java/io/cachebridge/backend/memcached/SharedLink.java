package io.cachebridge.backend.memcached;

import java.util.Collection;
import java.util.Map;

import net.rubyeye.xmemcached.MemcachedClient;

/**
 * Uses the client of the application as it is. It connects and reconnects by itself.
 */
final class SharedLink implements MemcachedLink, MemcachedLink.Connections {

	private final MemcachedClient client;

	SharedLink(MemcachedClient client) {
		this.client = client;
	}

	@Override
	public Connections connect(Collection<String> itemKeys) {
		return this;
	}

	@Override
	public MemcachedClient client() {
		return this.client;
	}

	/**
	 * The connection carries what others wait for.
	 */
	@Override
	public void abandon() {
	}

	@Override
	public boolean keysStay() {
		return this.client.isFailureMode();
	}

	@Override
	public Map<String, String> probes() {
		return Map.of("client", PROBE);
	}

	@Override
	public int servers() {
		return this.client.getServersDescription().size();
	}

	/**
	 * The client is the application's.
	 */
	@Override
	public void close() {
	}

}
