package io.cachebridge.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes the writes of single keys that begin here. Each raises the log before and after
 * it, ends acknowledged or pending, and is told to other nodes.
 */
final class Changes {

	private final LocalCopies copies;

	private final PendingWrites pending;

	private final Invalidations invalidations;

	private final CacheSettings settings;

	private final Lifetime lifetime;

	private final Ticker ticker;

	private final RemoteTier remote;

	Changes(LocalCopies copies, PendingWrites pending, Invalidations invalidations, CacheSettings settings,
			Ticker ticker, RemoteTier remote) {
		this.copies = copies;
		this.pending = pending;
		this.invalidations = invalidations;
		this.settings = settings;
		this.lifetime = Lifetime.of(settings);
		this.ticker = ticker;
		this.remote = remote;
	}

	/**
	 * Returns what is pending if a put is not acknowledged. To be asked before it is
	 * made.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @return the value; or its absence where callers are told that the put failed, who
	 * do not expect to read it
	 */
	PendingWrite ifLost(EntryKey key, @Nullable Object value, Terms terms) {
		return (this.settings.onError() == CacheSettings.OnError.THROW) ? PendingWrite.evict(key)
				: put(key, value, terms);
	}

	/**
	 * Returns a put that nobody waits for. To be asked before it is made.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @return the value with what this node last saw
	 */
	PendingWrite put(EntryKey key, @Nullable Object value, Terms terms) {
		return PendingWrite.put(key,
				new PendingWrite.Put(value, terms, seen(key), this.ticker.read() + timeToLive(value, terms)));
	}

	private Origin seen(EntryKey key) {
		PendingWrite before = this.pending.of(key);
		if (before != null) {
			return (before.put() != null) ? before.put().seen() : Origin.NONE;
		}
		LocalEntry entry = this.copies.get(key.key());
		return (entry != null) ? entry.origin() : Origin.NONE;
	}

	private long timeToLive(@Nullable Object value, Terms terms) {
		Duration time = this.lifetime.timeToLive(value, terms);
		return time.isZero() ? Nanos.forever() : Nanos.of(time);
	}

	/**
	 * Makes a write.
	 * @param <T> what the store answers
	 * @param ifLost what is pending if the store does not acknowledge it
	 * @param write writes, and returns {@code null} if the store does not answer
	 * @return what the store answered, with a ticket for the new value
	 */
	<T> Made<T> make(PendingWrite ifLost, Supplier<@Nullable T> write) {
		EntryKey key = ifLost.key();
		long first = this.invalidations.changing(key);
		T answer = null;
		long ticket = InvalidationLog.TOUCHED;
		try {
			answer = inTurn(key, () -> settled(key, write));
		}
		finally {
			ticket = finish(ifLost, first, answer != null);
		}
		return new Made<>(answer, first, ticket);
	}

	// Whoever finds out whether the store is back may have the turn for long
	private <T> @Nullable T inTurn(EntryKey key, Supplier<@Nullable T> write) {
		return this.remote.letsWritesWait() ? this.pending.inTurn(key.name(), write)
				: this.pending.inFreeTurns(List.of(key), write, () -> {
					this.remote.refuseWrite();
					return null;
				});
	}

	// Within the turn, as nothing else must come between the store and this
	private <T> @Nullable T settled(EntryKey key, Supplier<@Nullable T> write) {
		PendingWrite earlier = this.pending.of(key);
		T answer = write.get();
		if (answer != null && earlier != null) {
			this.pending.remove(earlier);
		}
		return answer;
	}

	/**
	 * Makes several writes together.
	 * @param ifLost what is pending of each if the store does not acknowledge it
	 * @param write writes, and returns what the store answered by key, without those it
	 * did not answer
	 * @return what the store answered by key, with a ticket for each new value
	 */
	Map<EntryKey, Made<Reading>> makeAll(List<PendingWrite> ifLost, Supplier<Map<EntryKey, Reading>> write) {
		List<EntryKey> keys = ifLost.stream().map(PendingWrite::key).toList();
		Map<EntryKey, Long> first = new HashMap<>();
		keys.forEach((key) -> first.put(key, this.invalidations.changing(key)));
		Map<EntryKey, Made<Reading>> made = new LinkedHashMap<>();
		Map<EntryKey, Reading> answers = Map.of();
		try {
			answers = inTurns(keys, () -> allSettled(keys, write));
		}
		finally {
			for (PendingWrite lost : ifLost) {
				Reading answer = answers.get(lost.key());
				long before = first.getOrDefault(lost.key(), InvalidationLog.TOUCHED);
				made.put(lost.key(), new Made<>(answer, before, finish(lost, before, answer != null)));
			}
		}
		return made;
	}

	private Map<EntryKey, Reading> inTurns(List<EntryKey> keys, Supplier<Map<EntryKey, Reading>> write) {
		return this.remote.letsWritesWait() ? this.pending.inTurns(keys, write)
				: this.pending.inFreeTurns(keys, write, () -> {
					this.remote.refuseWrite();
					return Map.of();
				});
	}

	private Map<EntryKey, Reading> allSettled(List<EntryKey> keys, Supplier<Map<EntryKey, Reading>> write) {
		Map<EntryKey, PendingWrite> earlier = new HashMap<>();
		for (EntryKey key : keys) {
			PendingWrite before = this.pending.of(key);
			if (before != null) {
				earlier.put(key, before);
			}
		}
		Map<EntryKey, Reading> answers = write.get();
		earlier.keySet().retainAll(answers.keySet());
		earlier.values().forEach(this.pending::remove);
		return answers;
	}

	private long finish(PendingWrite write, long first, boolean stored) {
		if (stored) {
			this.pending.withdraw(write);
		}
		else {
			pend(write, first);
		}
		return this.invalidations.changed(write.key(), first, stored);
	}

	// Asked again, as whoever writes meanwhile may find nothing to withdraw yet
	private void pend(PendingWrite write, long first) {
		PendingWrite removal = PendingWrite.evict(write.key());
		this.pending.add(isOvertaken(write, first) ? removal : write);
		if (isOvertaken(write, first)) {
			this.pending.withdraw(removal);
		}
	}

	// Nobody can tell which of the two is newer
	private boolean isOvertaken(PendingWrite write, long first) {
		PendingWrite.Put put = write.put();
		return put != null && this.invalidations.isTouchedSince(write.key(), put.tags(), first);
	}

	/**
	 * A write that was made.
	 *
	 * @param <T> what the store answers
	 * @param answer what the store answered, {@code null} if it did not
	 * @param first the number noted before it was made
	 * @param ticket a ticket for the new value, {@link InvalidationLog#TOUCHED} if the
	 * key was touched meanwhile
	 */
	record Made<T>(@Nullable T answer, long first, long ticket) {

	}

}
