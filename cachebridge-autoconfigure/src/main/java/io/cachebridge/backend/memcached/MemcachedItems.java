package io.cachebridge.backend.memcached;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import org.jspecify.annotations.Nullable;

import io.cachebridge.backend.memcached.MemcachedLink.Connections;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Items of Memcached: bytes under a key with an expiry. No call waits longer than the
 * timeout.
 */
final class MemcachedItems {

	private static final RawTranscoder RAW = RawTranscoder.INSTANCE;

	private final MemcachedLink link;

	private final StoreCalls calls;

	private final long timeout;

	MemcachedItems(MemcachedLink link, StoreCalls calls, Duration timeout) {
		this.link = link;
		this.calls = calls;
		this.timeout = Math.max(1, timeout.toMillis());
	}

	// The client merges calls that need no more than the bytes, and does not tell those
	// calls when the connection breaks; so this is none of them
	@Nullable GetsResponse<byte[]> gets(String operation, @Nullable String key, ItemKey item) {
		return call(operation, key, List.of(item.text()), (client) -> client.gets(item.text(), this.timeout, RAW));
	}

	Map<String, byte[]> getAll(String operation, Collection<String> itemKeys) {
		return call(operation, null, itemKeys, (client) -> {
			Map<String, byte[]> found = client.get(itemKeys, this.timeout, RAW);
			return (found != null) ? found : new HashMap<>();
		});
	}

	void set(String operation, String key, ItemKey item, byte[] bytes, int seconds) {
		boolean stored = call(operation, key, List.of(item.text()),
				(client) -> client.set(item.text(), seconds, bytes, RAW, this.timeout));
		if (!stored) {
			throw this.calls.failure(operation, key, new IllegalStateException("The server did not store the item"));
		}
	}

	boolean add(String operation, String key, ItemKey item, byte[] bytes, int seconds) {
		return call(operation, key, List.of(item.text()),
				(client) -> client.add(item.text(), seconds, bytes, RAW, this.timeout));
	}

	boolean replace(String operation, String key, ItemKey item, GetsResponse<byte[]> read, byte[] bytes, int seconds) {
		return call(operation, key, List.of(item.text()),
				(client) -> client.cas(item.text(), seconds, bytes, RAW, this.timeout, read.getCas()));
	}

	boolean delete(String operation, String key, ItemKey item) {
		return call(operation, key, List.of(item.text()), (client) -> client.delete(item.text(), this.timeout));
	}

	private <T extends @Nullable Object> T call(String operation, @Nullable String key, Collection<String> itemKeys,
			ClientCall<T> call) {
		return this.calls.call(operation, key, () -> {
			Connections connections = this.link.connect(itemKeys);
			try {
				return call.on(connections.client());
			}
			catch (TimeoutException ex) {
				connections.abandon();
				throw ex;
			}
		});
	}

	/**
	 * A call of the client.
	 */
	@FunctionalInterface
	private interface ClientCall<T extends @Nullable Object> {

		T on(MemcachedClient client) throws Exception;

	}

}
