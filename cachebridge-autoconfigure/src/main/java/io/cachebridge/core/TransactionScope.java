package io.cachebridge.core;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * What one transaction has put off until its end, in the order in which it is then done.
 * Of several writes of one key the last one counts; a clear drops what was put off for
 * its cache before.
 * <p>
 * Belongs to a transaction and not to a thread: what continues elsewhere, as a future
 * does, may still use it, also after the end. Then a commit lets everything happen at
 * once, and a rollback nothing.
 */
final class TransactionScope {

	/** Where there is no transaction, nothing is put off. */
	static final TransactionScope NONE = new TransactionScope(true, Outcome.COMMITTED);

	private final boolean readOnly;

	private final Map<Target, Deferred> writes = new LinkedHashMap<>();

	private final Map<Target, Deferred> fills = new LinkedHashMap<>();

	private final Set<Tiers> written = new HashSet<>();

	private final Set<Tiers> doubtful = new HashSet<>();

	private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Outcome outcome;

	private TransactionScope(boolean readOnly, @Nullable Outcome outcome) {
		this.readOnly = readOnly;
		this.outcome = outcome;
	}

	/**
	 * Creates the scope of a transaction that has begun.
	 * @param readOnly whether it cannot change anything, so that what it reads is what
	 * others read
	 */
	TransactionScope(boolean readOnly) {
		this(readOnly, null);
	}

	/**
	 * Tells whether the transaction is under way.
	 * @return {@code true} if it has neither been committed nor rolled back
	 */
	boolean isOpen() {
		return this.outcome == null;
	}

	/**
	 * Tells whether loads may bring what nobody else can see yet.
	 * @return {@code true} while a transaction that may change something is under way
	 */
	boolean keepsLoads() {
		return this.outcome == null && !this.readOnly;
	}

	/**
	 * Tells whether a write of a key was put off, so that what is held is older.
	 * @param cache the tiers of the cache
	 * @param key the key as the caller gave it
	 * @return {@code true} if this transaction must not be told what is held
	 */
	boolean affects(Tiers cache, Object key) {
		// The name of a key costs more than a look into this process
		return this.outcome == null && isWritten(cache) && affects(cache, EntryKey.of(key));
	}

	private synchronized boolean isWritten(Tiers cache) {
		return this.written.contains(cache);
	}

	/**
	 * Tells whether a write of a key was put off, so that what is held is older.
	 * @param cache the tiers of the cache
	 * @param key the key
	 * @return {@code true} if this transaction must not be told what is held
	 */
	synchronized boolean affects(Tiers cache, EntryKey key) {
		return this.outcome == null
				&& (this.doubtful.contains(cache) || this.writes.containsKey(Target.key(cache, key.name())));
	}

	/**
	 * Puts off a write of one key.
	 * @param cache the tiers of the cache
	 * @param key the key
	 * @param write the write
	 */
	void defer(Tiers cache, EntryKey key, Deferred write) {
		Outcome ended = (this.outcome != null) ? this.outcome : add(Target.key(cache, key.name()), write);
		if (ended != null) {
			write.due(ended).run();
		}
	}

	private synchronized @Nullable Outcome add(Target target, Deferred write) {
		if (this.outcome == null) {
			this.fills.remove(target);
			this.writes.remove(target);
			this.writes.put(target, write);
			this.written.add(target.cache());
		}
		return this.outcome;
	}

	/**
	 * Puts off a write of all keys.
	 * @param cache the tiers of the cache
	 * @param write the write
	 */
	void deferAll(Tiers cache, Deferred write) {
		Outcome ended = (this.outcome != null) ? this.outcome : addAll(cache, write);
		if (ended != null) {
			write.due(ended).run();
		}
	}

	private synchronized @Nullable Outcome addAll(Tiers cache, Deferred write) {
		if (this.outcome == null) {
			this.writes.keySet().removeIf((target) -> target.cache().equals(cache));
		}
		return addDoubtful(Target.all(cache), write);
	}

	/**
	 * Puts off a write of those keys whose values have a tag, which may be any.
	 * @param cache the tiers of the cache
	 * @param tag the tag
	 * @param write the write
	 */
	void deferTag(Tiers cache, String tag, Deferred write) {
		Outcome ended = (this.outcome != null) ? this.outcome : addDoubtful(new Target(cache, null, tag), write);
		if (ended != null) {
			write.due(ended).run();
		}
	}

	private synchronized @Nullable Outcome addDoubtful(Target target, Deferred write) {
		if (this.outcome == null) {
			this.fills.keySet().removeIf((fill) -> fill.cache().equals(target.cache()));
			this.doubtful.add(target.cache());
		}
		return add(target, write);
	}

	/**
	 * Puts off storing the result of a load, or drops it if its key was written since.
	 * @param cache the tiers of the cache
	 * @param key the key
	 * @param fill the fill
	 */
	void deferFill(Tiers cache, EntryKey key, Deferred fill) {
		Outcome ended = (this.outcome != null) ? this.outcome : addFill(cache, key, fill);
		if (ended != null) {
			fill.due(ended).run();
		}
	}

	private synchronized @Nullable Outcome addFill(Tiers cache, EntryKey key, Deferred fill) {
		if (this.outcome == null && !affects(cache, key)) {
			this.fills.put(Target.key(cache, key.name()), fill);
		}
		return this.outcome;
	}

	/**
	 * What the transaction has done since a savepoint is undone. Nobody knows which of
	 * the values that are to be stored come from that part, so none of them is: keys that
	 * were put are removed.
	 */
	synchronized void rolledBackInPart() {
		this.fills.clear();
		this.writes.replaceAll(
				(target, write) -> (ended) -> write.due((ended == Outcome.COMMITTED) ? Outcome.UNKNOWN : ended));
	}

	/**
	 * The transaction has ended. All writes are done, whichever of them fails; to be
	 * called again for what an error has left over.
	 * @param ended how it ended; what was told first counts
	 * @return the failure of a store, further ones suppressed in it, if there is any
	 */
	@Nullable RuntimeException end(Outcome ended) {
		decide(ended, this.writes);
		return drain();
	}

	/**
	 * Stores the results of loads, once all that could refuse them has been done.
	 * @param ended how the transaction ended
	 * @return the failure of a store, if there is any
	 */
	@Nullable RuntimeException fill(Outcome ended) {
		decide(ended, this.fills);
		return drain();
	}

	// All is decided before anything is done, because what is done raises the log
	private synchronized void decide(Outcome ended, Map<Target, Deferred> deferred) {
		Outcome first = (this.outcome != null) ? this.outcome : ended;
		deferred.values().forEach((each) -> this.due.add(each.due(first)));
		deferred.clear();
		this.outcome = first;
	}

	private @Nullable RuntimeException drain() {
		RuntimeException failure = null;
		for (Runnable next = this.due.poll(); next != null; next = this.due.poll()) {
			try {
				next.run();
			}
			catch (RuntimeException ex) {
				if (failure == null) {
					failure = ex;
				}
				else if (failure != ex) {
					failure.addSuppressed(ex);
				}
			}
		}
		return failure;
	}

	/**
	 * How a transaction ended.
	 */
	enum Outcome {

		/** What it has changed is seen by all. */
		COMMITTED,

		/** It has changed nothing. */
		ROLLED_BACK,

		/** It may have changed something. */
		UNKNOWN

	}

	/**
	 * A write that waits for the end of a transaction.
	 */
	interface Deferred {

		/** Does nothing. */
		Runnable NOTHING = () -> {
		};

		/**
		 * Decides what is to be done.
		 * @param outcome how the transaction ended
		 * @return the write, which may wait for a store
		 */
		Runnable due(Outcome outcome);

	}

	/**
	 * What a write concerns.
	 *
	 * @param cache the tiers of the cache
	 * @param keyName the name of the key, {@code null} for more than one key
	 * @param tag the tag of the values, {@code null} for all values
	 */
	private record Target(Tiers cache, @Nullable String keyName, @Nullable String tag) {

		static Target key(Tiers cache, String keyName) {
			return new Target(cache, keyName, null);
		}

		static Target all(Tiers cache) {
			return new Target(cache, null, null);
		}

	}

}
