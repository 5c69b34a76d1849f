package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Version;

/**
 * The writes of one cache that the store has not acknowledged, the last one of each key.
 * Until they are made up for, this node reads what they say and not what the store still
 * holds: the value of a put, nothing after an evict, and nothing of the whole cache after
 * a clear or an eviction by tag. Those that wait in a {@link WriteQueue} are among them.
 * <p>
 * All caches of a node share one limit. A cache in which it is passed is cleared instead.
 */
final class PendingWrites {

	private final ConcurrentMap<String, PendingWrite> keys = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, PendingWrite> whole = new ConcurrentHashMap<>();

	/**
	 * Never less than there are: raised before a write is there, lowered after it is
	 * gone. Maps only guess how many they hold while others change them.
	 */
	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger wholeCount = new AtomicInteger();

	private final KeyTurns turns = new KeyTurns();

	private final PendingLimit limit;

	private final Ticker ticker;

	private final Runnable onOverflow;

	/**
	 * Creates an empty set.
	 * @param limit how many writes all caches may have
	 * @param ticker tells how time passes
	 * @param onOverflow is told that this cache is to be cleared because of the limit
	 */
	PendingWrites(PendingLimit limit, Ticker ticker, Runnable onOverflow) {
		this.limit = limit;
		this.ticker = ticker;
		this.onOverflow = onOverflow;
	}

	boolean isEmpty() {
		return this.count.get() == 0;
	}

	/**
	 * Counts the writes that the store was asked to make.
	 * @return their number, without those that wait in a queue
	 */
	int tried() {
		return this.whole.size() + (int) this.keys.values().stream().filter((write) -> !write.isQueued()).count();
	}

	/**
	 * Tells what this node must read of a key.
	 * @param key the key
	 * @return a hit or unavailable, {@code null} if the store is to be asked
	 */
	@Nullable Reading reading(EntryKey key) {
		PendingWrite write = this.keys.get(key.name());
		PendingWrite.Put put = (write != null) ? write.put() : null;
		// Read once: zero nanoseconds would mean for ever
		long left = (put != null) ? put.deadline() - this.ticker.read() : 0;
		if (put != null && left > 0) {
			return Reading.pending(put.value(), Duration.ofNanos(left), put.tags());
		}
		return (write != null || this.wholeCount.get() > 0) ? Reading.UNAVAILABLE : null;
	}

	/**
	 * Tells whether a value is read from here.
	 * @return {@code true} if one is pending and may still be served
	 */
	boolean isAnyRead() {
		return this.keys.values().stream().anyMatch((write) -> write.put() != null && isRead(write.key()));
	}

	private boolean isRead(EntryKey key) {
		Reading reading = reading(key);
		return reading != null && reading.isHit();
	}

	@Nullable PendingWrite of(EntryKey key) {
		return this.keys.get(key.name());
	}

	/**
	 * Returns the write of a key that waits in a queue.
	 * @param keyName the name of the key
	 * @return the write, {@code null} if the last one of the key is none
	 */
	@Nullable PendingWrite queued(String keyName) {
		PendingWrite write = this.keys.get(keyName);
		return (write != null && write.isQueued()) ? write : null;
	}

	/**
	 * Lets a write of a key and what makes up for an earlier one follow each other.
	 * @param <T> the type of the result
	 * @param keyName the name of the key
	 * @param write the write
	 * @return its result
	 */
	<T extends @Nullable Object> T inTurn(String keyName, Supplier<T> write) {
		return isEmpty() ? write.get() : this.turns.take(keyName, write);
	}

	/**
	 * Lets what is pending of a key be made by one at a time.
	 * @param <T> the type of the result
	 * @param keyName the name of the key
	 * @param write makes it, if it still is pending
	 * @return its result
	 */
	<T extends @Nullable Object> T alone(String keyName, Supplier<T> write) {
		return this.turns.take(keyName, write);
	}

	/**
	 * Lets the writes of several keys and what makes up for earlier ones follow each
	 * other.
	 * @param <T> the type of the result
	 * @param keys the keys
	 * @param write writes them all
	 * @return its result
	 */
	<T extends @Nullable Object> T inTurns(Collection<EntryKey> keys, Supplier<T> write) {
		return isEmpty() ? write.get() : this.turns.takeAll(keys.stream().map(EntryKey::name).toList(), write);
	}

	/**
	 * Writes several keys unless this would have to wait.
	 * @param <T> the type of the result
	 * @param keys the keys
	 * @param write writes them all
	 * @param otherwise is done instead if another one has the turn of one of them
	 * @return the result of what was done
	 */
	<T extends @Nullable Object> T inFreeTurns(Collection<EntryKey> keys, Supplier<T> write, Supplier<T> otherwise) {
		return isEmpty() ? write.get()
				: this.turns.takeAllIfFree(keys.stream().map(EntryKey::name).toList(), write, otherwise);
	}

	/**
	 * Tells whether the cache is to be cleared.
	 * @return {@code true} if the store has not acknowledged it
	 */
	boolean isClearing() {
		return this.whole.values().stream().anyMatch((write) -> write.kind() == PendingWrite.Kind.CLEAR);
	}

	/**
	 * Adds a write. Those it makes pointless go.
	 * @param write the write
	 */
	void add(PendingWrite write) {
		if (write.kind() == PendingWrite.Kind.CLEAR) {
			addClear(write);
			return;
		}
		put(write);
		if (this.limit.isPassed()) {
			overflow();
		}
	}

	/**
	 * Adds a write that is yet to be made. It takes the place of one of its key that is
	 * yet to be made too.
	 * @param write the write
	 * @return what became of it
	 */
	QueuePlace queue(PendingWrite write) {
		QueuePlace[] place = { QueuePlace.NONE };
		this.keys.compute(write.target(), (name, held) -> {
			boolean taken = held != null && held.isQueued();
			place[0] = taken ? QueuePlace.TAKEN_OVER : (this.limit.reserve() ? QueuePlace.NEW : QueuePlace.NONE);
			if (place[0] == QueuePlace.NONE) {
				return held;
			}
			if (held == null) {
				count(write, 1);
			}
			return write;
		});
		return place[0];
	}

	/**
	 * The store was asked to make a write that had waited and has not acknowledged it. If
	 * a later one has taken its place, that one stays.
	 * @param write the write
	 */
	void notMade(PendingWrite write) {
		this.keys.replace(write.target(), write, write.tried());
	}

	private void overflow() {
		boolean known = isClearing();
		addClear(PendingWrite.clear());
		if (!known) {
			this.onOverflow.run();
		}
	}

	private void addClear(PendingWrite clear) {
		put(clear);
		// Another node may have cleared before these were made
		if (clear.isOfThisNode()) {
			all().stream().filter((write) -> write.kind() != PendingWrite.Kind.CLEAR).forEach(this::remove);
		}
	}

	private void put(PendingWrite write) {
		withdraw(write);
		mapOf(write).compute(nameOf(write), (name, held) -> {
			if (held == null) {
				count(write, 1);
				return write;
			}
			return held.followedBy(write);
		});
	}

	private void count(PendingWrite write, int change) {
		this.limit.add(change);
		this.count.addAndGet(change);
		if (!write.concernsOneKey()) {
			this.wholeCount.addAndGet(change);
		}
	}

	/**
	 * What was put before a later write is not read any more, whether that one is pending
	 * or made, here or on another node. The key of the put stays to be evicted, as it may
	 * have reached the store.
	 * @param later the later write
	 */
	void withdraw(PendingWrite later) {
		if (later.concernsOneKey()) {
			this.keys.computeIfPresent(later.target(), (name, held) -> without(held, later));
		}
		else {
			this.keys.replaceAll((name, held) -> without(held, later));
		}
	}

	private static PendingWrite without(PendingWrite held, PendingWrite later) {
		PendingWrite.Put put = held.put();
		return (put != null && later.outdates(held, put)) ? held.withdrawn() : held;
	}

	private ConcurrentMap<String, PendingWrite> mapOf(PendingWrite write) {
		return write.concernsOneKey() ? this.keys : this.whole;
	}

	private static String nameOf(PendingWrite write) {
		return write.concernsOneKey() ? write.target() : write.kind() + write.target();
	}

	/**
	 * Returns what is to be made up for in the place of a write.
	 * @param write the write
	 * @return the write itself, or what has taken its place; {@code null} if nothing has
	 * to be
	 */
	@Nullable PendingWrite current(PendingWrite write) {
		return mapOf(write).get(nameOf(write));
	}

	/**
	 * Another node has made a write of which it may have told before that it could not.
	 * @param made what it has made
	 * @param message identifies the message that tells of it
	 */
	void removeMade(PendingWrite made, Version message) {
		PendingWrite held = current(made);
		if (held != null && held.isMadeUpForBy(message)) {
			remove(held);
		}
	}

	void remove(PendingWrite write) {
		if (mapOf(write).remove(nameOf(write), write)) {
			count(write, -1);
		}
	}

	/**
	 * Returns what is to be made up for.
	 * @return all writes, those of the whole cache first
	 */
	List<PendingWrite> all() {
		return Stream.concat(this.whole.values().stream(), this.keys.values().stream())
			.sorted(Comparator.comparing(PendingWrite::kind))
			.toList();
	}

}
