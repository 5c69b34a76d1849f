package io.cachebridge.backend.memcached;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import net.rubyeye.xmemcached.GetsResponse;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.CounterRecord;

/**
 * Counts by comparing and setting, as the counters of Memcached itself are never
 * negative. A counter is a record, whose expiry goes on from sum to sum.
 */
final class MemcachedCounter {

	private static final String OPERATION = "increment";

	private static final int MOST_ATTEMPTS = 1000;

	private final String backend;

	private final MemcachedItems items;

	private final Clock clock;

	MemcachedCounter(String backend, MemcachedItems items, Clock clock) {
		this.backend = backend;
		this.items = items;
		this.clock = clock;
	}

	long increment(String key, ItemKey item, long delta, @Nullable Duration timeToLive) {
		for (int i = 0; i < MOST_ATTEMPTS; i++) {
			GetsResponse<byte[]> held = this.items.gets(OPERATION, key, item);
			Instant now = this.clock.instant();
			StoredRecord before = (held != null) ? item.read(held.getValue()) : null;
			StoredRecord after = CounterRecord.add(this.backend, before, delta, timeToLive, now);
			byte[] bytes = item.write(after);
			int seconds = ItemExpiry.seconds(after.expiresAt(), now);
			boolean written = (held != null) ? this.items.replace(OPERATION, key, item, held, bytes, seconds)
					: this.items.add(OPERATION, key, item, bytes, seconds);
			if (written) {
				return CounterRecord.valueOf(after);
			}
		}
		throw new BackendUnavailableException(this.backend, OPERATION,
				"others changed the counter %d times meanwhile".formatted(MOST_ATTEMPTS), null);
	}

}
