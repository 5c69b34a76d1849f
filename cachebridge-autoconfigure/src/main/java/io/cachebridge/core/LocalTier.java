package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * Holds values of one cache in this process, bounded by number. Entries carry their own
 * deadline and ticket, so that a hit costs one lookup and two comparisons; clearing is a
 * raise of the log, which outdates every ticket at once.
 */
final class LocalTier {

	private final Cache<Object, LocalEntry> entries;

	private final LocalIndex index = new LocalIndex();

	private final LongAdder evictions = new LongAdder();

	private final InvalidationLog log;

	private final Ticker ticker;

	private final @Nullable RefreshAhead ahead;

	/**
	 * Creates an empty tier.
	 * @param maximumSize how many entries it holds
	 * @param timeToIdle how long it holds one that is not read, zero for as long as it
	 * lives
	 * @param log knows what was invalidated
	 * @param ticker tells how time passes
	 * @param ahead tells when a value is due, {@code null} if none ever is
	 */
	LocalTier(long maximumSize, Duration timeToIdle, InvalidationLog log, Ticker ticker, @Nullable RefreshAhead ahead) {
		this.ahead = ahead;
		this.log = log;
		this.ticker = ticker;
		Caffeine<Object, LocalEntry> builder = Caffeine.newBuilder()
			.maximumSize(maximumSize)
			.evictionListener(this::evicted);
		// To note each read costs something, which only those pay who ask for it
		this.entries = timeToIdle.isZero() ? builder.build()
				: builder.expireAfterAccess(timeToIdle).ticker(ticker::read).build();
	}

	private void evicted(@Nullable Object key, @Nullable LocalEntry entry, RemovalCause cause) {
		if (key != null && entry != null) {
			this.index.remove(key, entry);
		}
		if (cause == RemovalCause.SIZE) {
			this.evictions.increment();
		}
	}

	@Nullable LocalEntry get(Object key) {
		LocalEntry entry = this.entries.getIfPresent(key);
		return (entry != null && isLive(entry)) ? entry : null;
	}

	/**
	 * Returns an entry that may be served only if the store confirms it.
	 * @param key the key
	 * @return the entry, or {@code null} if there is none or its origin is not known
	 */
	@Nullable LocalEntry suspect(Object key) {
		LocalEntry entry = this.entries.getIfPresent(key);
		return (entry != null && isSuspect(entry) && entry.origin().version() != null) ? entry : null;
	}

	/**
	 * Returns an entry that may be served for want of a later value: no invalidation of
	 * it is known, though one may have been missed.
	 * @param key the key
	 * @param ticket the ticket of the load that has brought none
	 * @param oldest how old it must not be
	 * @return its value, or {@code null} if there is none
	 */
	@Nullable LastValue stale(Object key, long ticket, Duration oldest) {
		LocalEntry entry = this.entries.getIfPresent(key);
		if (entry == null || !isUsableStale(entry) || !entry.isYoungerThan(this.ticker.read(), Nanos.of(oldest))) {
			return null;
		}
		LastValue last = entry.last();
		return this.log.isRaisedSince(entry.name(), last.origin().tags(), ticket) ? null : last;
	}

	// Whatever else invalidates it removes it from here
	private boolean isUsableStale(LocalEntry entry) {
		return entry.isUsableStale(this.ticker.read()) && !this.log.isClearedSince(entry.ticket());
	}

	/**
	 * Removes an entry that is not served any more but for want of a later value.
	 * @param key the key
	 */
	void removeStale(Object key) {
		removeIf(key, (present) -> isUsableStale(present) && !isLive(present));
	}

	private boolean isSuspect(LocalEntry entry) {
		return !entry.isExpired(this.ticker.read()) && this.log.isSuspect(entry.ticket());
	}

	/**
	 * Takes the suspicion from an entry that the store has confirmed, unless its key was
	 * touched meanwhile.
	 * @param key the key
	 * @param suspect the entry
	 * @param ticket a ticket taken before the store was asked
	 */
	void confirm(EntryKey key, LocalEntry suspect, long ticket) {
		compute(key, suspect.origin().tags(),
				(present) -> (present == suspect && isUntouched(key, suspect.origin().tags(), ticket))
						? suspect.confirmed(ticket) : present);
	}

	/**
	 * Stores a value that was loaded or read under a ticket, unless its key or one of its
	 * tags was touched since.
	 * @param key the key
	 * @param value the value
	 * @param lifespan how long to hold it
	 * @param ticket the ticket, taken before the first read
	 * @param origin where it came from
	 * @return whether it was stored
	 */
	boolean fill(EntryKey key, @Nullable Object value, Lifespan lifespan, long ticket, Origin origin) {
		LocalEntry filled = entry(key, value, lifespan, ticket, origin);
		boolean[] stored = new boolean[1];
		compute(key, origin.tags(), (present) -> {
			if (!isUntouched(key, origin.tags(), ticket)) {
				return present;
			}
			stored[0] = true;
			return filled;
		});
		return stored[0];
	}

	private boolean isUntouched(EntryKey key, Set<String> tags, long ticket) {
		if (!this.log.isUntouchedSince(key.name(), ticket)) {
			return false;
		}
		for (String tag : tags) {
			if (!this.log.isUntouchedSince(Epochs.noteOf(tag), ticket)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Stores a value whatever was there before.
	 * @param key the key
	 * @param value the value
	 * @param lifespan how long to hold it
	 * @param tags the tags of the value
	 */
	void put(EntryKey key, @Nullable Object value, Lifespan lifespan, Set<String> tags) {
		compute(key, tags, (present) -> entry(key, value, lifespan, this.log.raise(key.name()), Origin.here(tags)));
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @param lifespan how long to hold it
	 * @return the entry that is there, or {@code null} if the value was stored
	 */
	@Nullable LocalEntry putIfAbsent(EntryKey key, @Nullable Object value, Lifespan lifespan) {
		LocalEntry[] existing = new LocalEntry[1];
		compute(key, Set.of(), (present) -> {
			if (present != null && isLive(present)) {
				existing[0] = present;
				return present;
			}
			return entry(key, value, lifespan, this.log.raise(key.name()), Origin.NONE);
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
		Object key = this.index.named(name);
		if (key != null) {
			removeKey(key);
		}
	}

	private boolean removeKey(Object key) {
		boolean[] live = new boolean[1];
		removeIf(key, (present) -> {
			live[0] = isLive(present);
			return true;
		});
		return live[0];
	}

	private void removeIf(Object key, Predicate<LocalEntry> gone) {
		// Not computeIfPresent, which does not wait for an entry that is just being
		// stored
		this.entries.asMap().compute(key, (same, present) -> {
			if (present == null || !gone.test(present)) {
				return present;
			}
			this.index.remove(same, present);
			return null;
		});
	}

	/**
	 * Removes the entries that have a tag. The log must have been raised for it.
	 * @param tag the tag
	 */
	void removeTagged(String tag) {
		for (Object key : this.index.tagged(tag)) {
			removeIf(key, (present) -> present.origin().tags().contains(tag));
		}
	}

	/**
	 * Tells whether any live entry is here.
	 * @return {@code true} if there is one
	 */
	boolean hasEntries() {
		return this.entries.asMap().values().stream().anyMatch(this::isLive);
	}

	/**
	 * Lists the names of the keys that have a live entry.
	 * @return the names
	 */
	Stream<String> names() {
		return this.entries.asMap().values().stream().filter(this::isLive).map(LocalEntry::name);
	}

	/**
	 * Gives back the memory of entries that are not served any more.
	 */
	void removeOutdated() {
		// To compute counts as a read
		this.entries.asMap().forEach((key, entry) -> {
			if (!isOfUse(entry)) {
				removeIf(key, (present) -> !isOfUse(present));
			}
		});
		this.entries.cleanUp();
	}

	private boolean isOfUse(LocalEntry entry) {
		return isLive(entry) || isSuspect(entry) || isUsableStale(entry);
	}

	long size() {
		return this.entries.estimatedSize();
	}

	long evictions() {
		return this.evictions.sum();
	}

	private void compute(EntryKey key, Set<String> tagged, UnaryOperator<@Nullable LocalEntry> step) {
		Object[] namesake = new Object[1];
		this.entries.asMap().compute(key.key(), (same, present) -> {
			namesake[0] = this.index.add(key.name(), same, tagged);
			LocalEntry next = step.apply(present);
			this.index.settle(key.name(), same, tagged, present, next);
			return next;
		});
		// Keys that are not equal may share a name, and the name finds only one of them
		if (namesake[0] != null && !namesake[0].equals(key.key())) {
			removeKey(namesake[0]);
		}
	}

	private boolean isLive(LocalEntry entry) {
		return entry.isLive(this.ticker.read(), this.log.floor());
	}

	private LocalEntry entry(EntryKey key, @Nullable Object value, Lifespan lifespan, long ticket, Origin origin) {
		long now = this.ticker.read();
		long deadline = now + (lifespan.fresh().isZero() ? Nanos.forever() : Nanos.of(lifespan.fresh()));
		if (!lifespan.staysStale() && this.ahead == null) {
			return new LocalEntry(key.name(), value, ticket, deadline, origin);
		}
		long staleDeadline = lifespan.staysStale() ? now + Nanos.of(lifespan.stale()) : deadline;
		long due = (this.ahead != null && !lifespan.fresh().isZero())
				? now + Nanos.of(this.ahead.untilDue(lifespan.fresh())) : now + Nanos.forever();
		return new LocalEntry.Staying(key.name(), value, ticket, deadline,
				new LocalEntry.Moments(now - Nanos.of(lifespan.age()), staleDeadline, due), lifespan.validators(),
				origin);
	}

}
