package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Makes invalidations of one cache take effect in this process, and tells other nodes of
 * those that begin here.
 * <p>
 * A change that begins here raises the log before the store is written, so that no load
 * which may have seen the old value is kept, and once more after it, for those that began
 * in between; only then does the local copy go. Other nodes are told last.
 */
final class Invalidations {

	private final InvalidationLog log;

	private final @Nullable LocalTier local;

	private final Announcer announcer;

	private final Executor sweeper;

	Invalidations(InvalidationLog log, @Nullable LocalTier local, Announcer announcer, Executor sweeper) {
		this.log = log;
		this.local = local;
		this.announcer = announcer;
		this.sweeper = sweeper;
	}

	/**
	 * A key is about to be changed here.
	 * @param key the key
	 * @return a number for {@link #changed}
	 */
	long changing(EntryKey key) {
		return this.log.raise(key.name());
	}

	/**
	 * Tells whether a value may be older than what was written or removed meanwhile.
	 * @param key its key
	 * @param tags its tags
	 * @param first what the log gave before it was written
	 * @return {@code true} if the log was raised since, here or by a message
	 */
	boolean isTouchedSince(EntryKey key, Set<String> tags, long first) {
		return this.log.isRaisedSince(key.name(), tags, first);
	}

	/**
	 * A key will be changed here: from now on this node reads what is queued.
	 * @param key the key
	 */
	void queued(EntryKey key) {
		this.log.raise(key.name());
		if (this.local != null) {
			this.local.remove(key);
		}
	}

	/**
	 * Tells whether a value that was put before may have been removed together with
	 * others.
	 * @param tags its tags
	 * @param number what the log gave when it was put
	 * @return {@code true} if all keys or one of the tags were invalidated since
	 */
	boolean isSweptSince(Set<String> tags, long number) {
		return this.log.isClearedSince(number) || this.log.isAnyRaisedSince(tags, number);
	}

	/**
	 * A key was changed here, or could not be.
	 * @param key the key
	 * @param first the number noted before
	 * @param stored whether the store has acknowledged it
	 * @return a ticket for the new value, {@link InvalidationLog#TOUCHED} if the key was
	 * touched in between
	 */
	long changed(EntryKey key, long first, boolean stored) {
		long ticket = this.log.raiseAfter(key.name(), first);
		if (this.local != null) {
			this.local.remove(key);
		}
		this.announcer.changed(key.name(), stored);
		return ticket;
	}

	/**
	 * The key was not changed after all.
	 * @param key the key
	 */
	void unchanged(EntryKey key) {
		this.log.raise(key.name());
	}

	/**
	 * All keys are about to be removed here.
	 */
	void clearing() {
		this.log.raiseAll();
	}

	/**
	 * All keys were removed here, or could not be.
	 * @param stored whether the store has acknowledged it
	 */
	void cleared(boolean stored) {
		allRemoved();
		this.announcer.cleared(stored);
	}

	/**
	 * A tag is about to be evicted here.
	 * @param tag the tag
	 */
	void evictingTag(String tag) {
		this.log.raise(Epochs.noteOf(Epochs.STAMP));
		this.log.raise(Epochs.noteOf(tag));
	}

	/**
	 * A tag was evicted here, or could not be.
	 * @param tag the tag
	 * @param stored whether the store has acknowledged it
	 */
	void tagEvicted(String tag, boolean stored) {
		tagRemoved(tag);
		this.announcer.tagEvicted(tag, stored);
	}

	/**
	 * Another node has changed a key.
	 * @param keyName the name of the key
	 */
	void keyRemoved(String keyName) {
		this.log.raise(keyName);
		if (this.local != null) {
			this.local.remove(keyName);
		}
	}

	/**
	 * Another node has removed all keys.
	 */
	void allRemoved() {
		this.log.raiseAll();
		if (this.local != null) {
			this.sweeper.execute(this.local::removeOutdated);
		}
	}

	/**
	 * Another node has evicted a tag.
	 * @param tag the tag
	 */
	void tagRemoved(String tag) {
		evictingTag(tag);
		if (this.local != null) {
			this.local.removeTagged(tag);
		}
	}

}
