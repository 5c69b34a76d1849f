package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * Holds values of one cache in this process, bounded by number. Entries carry their own
 * deadline and ticket, so that a hit costs one lookup and two comparisons; clearing is a
 * raise of the log, which outdates every ticket at once.
 * <p>
 * Messages of other nodes know keys by name only: {@link #keys} finds the key of a name.
 * It is written before the log is asked, inside the step that stores the entry, so that
 * whoever raises the log and then looks for the name cannot miss the entry.
 */
final class LocalTier {

	private final Cache<Object, LocalEntry> entries;

	private final ConcurrentMap<String, Object> keys = new ConcurrentHashMap<>();

	private final LongAdder evictions = new LongAdder();

	private final InvalidationLog log;

	private final Ticker ticker;

	LocalTier(long maximumSize, InvalidationLog log, Ticker ticker) {
		this.log = log;
		this.ticker = ticker;
		this.entries = Caffeine.newBuilder()
			.maximumSize(maximumSize)
			.evictionListener((@Nullable Object key, @Nullable LocalEntry entry, RemovalCause cause) -> {
				forget(key, entry);
				this.evictions.increment();
			})
			.build();
	}

	@Nullable LocalEntry get(Object key) {
		LocalEntry entry = this.entries.getIfPresent(key);
		return (entry != null && isLive(entry)) ? entry : null;
	}

	/**
	 * Stores a value that was loaded or read under a ticket, unless its key was touched
	 * since.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long to serve it, zero for ever
	 * @param ticket the ticket, taken before the first read
	 * @return whether it was stored
	 */
	boolean fill(EntryKey key, @Nullable Object value, Duration timeToLive, long ticket) {
		LocalEntry filled = entry(key, value, timeToLive, ticket);
		boolean[] stored = new boolean[1];
		compute(key, (present) -> {
			if (!this.log.isUntouchedSince(key.name(), ticket)) {
				return present;
			}
			stored[0] = true;
			return filled;
		});
		return stored[0];
	}

	/**
	 * Stores a value whatever was there before.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long to serve it, zero for ever
	 */
	void put(EntryKey key, @Nullable Object value, Duration timeToLive) {
		compute(key, (present) -> entry(key, value, timeToLive, this.log.raise(key.name())));
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long to serve it, zero for ever
	 * @return the entry that is there, or {@code null} if the value was stored
	 */
	@Nullable LocalEntry putIfAbsent(EntryKey key, @Nullable Object value, Duration timeToLive) {
		LocalEntry[] existing = new LocalEntry[1];
		compute(key, (present) -> {
			if (present != null && isLive(present)) {
				existing[0] = present;
				return present;
			}
			return entry(key, value, timeToLive, this.log.raise(key.name()));
		});
		return existing[0];
	}

	/**
	 * Removes an entry. The log must have been raised for it.
	 * @param key the key
	 * @return whether a live entry was there
	 */
	boolean remove(EntryKey key) {
		boolean live = removeKey(key.key());
		remove(key.name());
		return live;
	}

	/**
	 * Removes an entry of which only the name is known. The log must have been raised for
	 * it.
	 * @param name the name of its key
	 */
	void remove(String name) {
		Object key = this.keys.get(name);
		if (key != null) {
			removeKey(key);
		}
	}

	private boolean removeKey(Object key) {
		boolean[] live = new boolean[1];
		// Not computeIfPresent, which does not wait for an entry that is just being
		// stored
		this.entries.asMap().compute(key, (same, present) -> {
			live[0] = present != null && isLive(present);
			forget(same, present);
			return null;
		});
		return live[0];
	}

	/**
	 * Tells whether any live entry is here.
	 * @return {@code true} if there is one
	 */
	boolean hasEntries() {
		return this.entries.asMap().values().stream().anyMatch(this::isLive);
	}

	/**
	 * Gives back the memory of entries that are not served any more.
	 */
	void removeOutdated() {
		for (Object key : this.entries.asMap().keySet()) {
			this.entries.asMap().computeIfPresent(key, (same, present) -> {
				if (isLive(present)) {
					return present;
				}
				forget(same, present);
				return null;
			});
		}
	}

	long size() {
		return this.entries.estimatedSize();
	}

	long evictions() {
		return this.evictions.sum();
	}

	private void compute(EntryKey key, UnaryOperator<@Nullable LocalEntry> step) {
		Object[] namesake = new Object[1];
		this.entries.asMap().compute(key.key(), (same, present) -> {
			namesake[0] = this.keys.put(key.name(), same);
			LocalEntry next = step.apply(present);
			if (next == null) {
				this.keys.remove(key.name(), same);
			}
			return next;
		});
		// Keys that are not equal may share a name, and the name finds only one of them
		if (namesake[0] != null && !namesake[0].equals(key.key())) {
			removeKey(namesake[0]);
		}
	}

	private void forget(@Nullable Object key, @Nullable LocalEntry entry) {
		if (key != null && entry != null) {
			// Whoever does not find the name any more must not find the entry either
			entry.discard();
			this.keys.remove(entry.name(), key);
		}
	}

	private boolean isLive(LocalEntry entry) {
		return entry.isLive(this.ticker.read(), this.log.floor());
	}

	private LocalEntry entry(EntryKey key, @Nullable Object value, Duration timeToLive, long ticket) {
		long lifetime = timeToLive.isZero() ? Nanos.forever() : Nanos.of(timeToLive);
		return new LocalEntry(key.name(), value, ticket, this.ticker.read() + lifetime);
	}

}
