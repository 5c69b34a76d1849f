package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which keys of a cache were invalidated when, so that a load that began before
 * an invalidation is not stored after it.
 * <p>
 * Every invalidation raises a sequence and notes the number for its key, or for all keys.
 * A load takes a ticket, the number reached so far, before its first read, and may be
 * stored only while nothing greater is noted. Keys share a fixed number of notes by their
 * hash: two keys that share one can only make a result go unstored that could have been
 * stored, never the reverse, and memory stays bounded without anything to forget.
 */
final class InvalidationLog {

	private static final int NOTES = 4096;

	private static final long DEAF = Long.MAX_VALUE;

	/** Stands for a ticket that does not count. */
	static final long TOUCHED = -1;

	private final AtomicLong sequence;

	private final AtomicLongArray notes = new AtomicLongArray(NOTES);

	private final AtomicLong all = new AtomicLong();

	private final AtomicLong suspected = new AtomicLong();

	private final AtomicLong missed = new AtomicLong();

	private volatile long floor;

	private volatile boolean deaf;

	/**
	 * Creates an empty log.
	 * @param sequence counts the invalidations of all caches of this node
	 */
	InvalidationLog(AtomicLong sequence) {
		this.sequence = sequence;
	}

	long ticket() {
		return this.sequence.get();
	}

	/**
	 * Notes an invalidation of one key.
	 * @param name the name of the key
	 * @return the number noted, never used before
	 */
	long raise(String name) {
		long number = this.sequence.incrementAndGet();
		this.notes.accumulateAndGet(note(name), number, Math::max);
		return number;
	}

	/**
	 * Notes an invalidation of one key that completes an earlier one.
	 * @param name the name of the key
	 * @param first the number of the earlier one
	 * @return a ticket if nothing else was noted in between, otherwise {@link #TOUCHED}
	 */
	long raiseAfter(String name, long first) {
		long number = this.sequence.incrementAndGet();
		long before = this.notes.getAndAccumulate(note(name), number, Math::max);
		return (before == first && this.floor <= first) ? number : TOUCHED;
	}

	/**
	 * Notes an invalidation of all keys.
	 */
	void raiseAll() {
		this.all.accumulateAndGet(this.sequence.incrementAndGet(), Math::max);
		updateFloor();
	}

	/**
	 * Notes that what was ticketed before needs to be confirmed by the store, although
	 * nothing is known to be invalid.
	 */
	void suspectAll() {
		suspect(this.sequence.incrementAndGet());
		updateFloor();
	}

	/**
	 * Notes that an invalidation may have been missed.
	 */
	void missed() {
		long number = this.sequence.incrementAndGet();
		this.missed.accumulateAndGet(number, Math::max);
		suspect(number);
		updateFloor();
	}

	private void suspect(long number) {
		this.suspected.accumulateAndGet(number, Math::max);
	}

	/**
	 * From now on messages of other nodes may be lost, and with them invalidations: no
	 * ticket counts until {@link #hears()} or {@link #resumes()}.
	 */
	void deaf() {
		this.deaf = true;
		this.missed.accumulateAndGet(this.sequence.incrementAndGet(), Math::max);
		updateFloor();
	}

	/**
	 * Messages are heard again; whatever was ticketed before may have missed one.
	 */
	void hears() {
		// Suspected first: the floor never falls below what may have been missed
		missed();
		this.deaf = false;
		updateFloor();
	}

	/**
	 * Messages are heard again, and none was missed meanwhile.
	 */
	void resumes() {
		this.deaf = false;
		updateFloor();
	}

	/**
	 * Returns the least ticket that still counts.
	 * @return a number to compare tickets with
	 */
	long floor() {
		return this.floor;
	}

	/**
	 * Tells whether a value under a ticket may be kept in this process.
	 * @param name the name of its key
	 * @param ticket the ticket
	 * @return {@code true} if no invalidation was noted, nor can have been missed, since
	 */
	boolean isUntouchedSince(String name, long ticket) {
		return this.floor <= ticket && !isNotedSince(name, ticket);
	}

	/**
	 * Tells whether a value under a ticket must not be served unless the store confirms
	 * it: no invalidation of all keys was noted since, but some may have been missed.
	 * @param ticket the ticket
	 * @return {@code true} if the store should be asked
	 */
	boolean isSuspect(long ticket) {
		return this.floor > ticket && this.all.get() <= ticket;
	}

	/**
	 * Tells whether an invalidation was noted, be messages heard or not.
	 * @param name the name of a key
	 * @param ticket the ticket
	 * @return {@code true} if the key or all keys were invalidated since
	 */
	boolean isRaisedSince(String name, long ticket) {
		return this.all.get() > ticket || isNotedSince(name, ticket);
	}

	/**
	 * Tells whether an invalidation was noted, be messages heard or not.
	 * @param name the name of a key
	 * @param tags the tags of its value
	 * @param ticket the ticket
	 * @return {@code true} if the key, one of the tags or all keys were invalidated since
	 */
	boolean isRaisedSince(String name, Set<String> tags, long ticket) {
		return isRaisedSince(name, ticket) || isAnyRaisedSince(tags, ticket);
	}

	/**
	 * Tells whether an eviction by tag was noted, be messages heard or not.
	 * @param tags the tags
	 * @param ticket the ticket
	 * @return {@code true} if one of the tags was evicted since
	 */
	boolean isAnyRaisedSince(Set<String> tags, long ticket) {
		for (String tag : tags) {
			if (isNotedSince(Epochs.noteOf(tag), ticket)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether an invalidation of all keys was noted.
	 * @param ticket the ticket
	 * @return {@code true} if all keys were invalidated since
	 */
	boolean isClearedSince(long ticket) {
		return this.all.get() > ticket;
	}

	/**
	 * Tells whether an invalidation of a key, or one by tag, was noted or may have been
	 * missed.
	 * @param name the name of a key
	 * @param ticket the ticket
	 * @return {@code true} if a load that began then may be older than one that begins
	 * now
	 */
	boolean isOvertaken(String name, long ticket) {
		return this.missed.get() > ticket || isRaisedSince(name, ticket)
				|| isNotedSince(Epochs.noteOf(Epochs.STAMP), ticket);
	}

	/**
	 * Tells whether an invalidation of one key, or of one that shares its note, was
	 * noted.
	 * @param name the name of the key
	 * @param ticket the ticket
	 * @return {@code true} if the key was invalidated since, by itself
	 */
	boolean isNotedSince(String name, long ticket) {
		return this.notes.get(note(name)) > ticket;
	}

	private synchronized void updateFloor() {
		this.floor = this.deaf ? DEAF : Math.max(this.all.get(), this.suspected.get());
	}

	private static int note(String name) {
		int hash = name.hashCode();
		return (hash ^ (hash >>> 16)) & (NOTES - 1);
	}

}
