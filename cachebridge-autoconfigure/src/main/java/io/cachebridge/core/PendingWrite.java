package io.cachebridge.core;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Version;

/**
 * A write that the store has not acknowledged, or has not been asked to make yet. Two are
 * never equal.
 */
final class PendingWrite {

	private final Kind kind;

	private final String target;

	private final @Nullable EntryKey key;

	private final @Nullable Put put;

	private final @Nullable Version source;

	/** What the log gave when this was queued, zero if it does not wait in a queue. */
	private final long queuedAt;

	private PendingWrite(Kind kind, String target, @Nullable EntryKey key, @Nullable Put put,
			@Nullable Version source) {
		this(kind, target, key, put, source, 0);
	}

	private PendingWrite(Kind kind, String target, @Nullable EntryKey key, @Nullable Put put, @Nullable Version source,
			long queuedAt) {
		this.queuedAt = queuedAt;
		this.source = source;
		this.kind = kind;
		this.target = target;
		this.key = key;
		this.put = put;
	}

	static PendingWrite put(EntryKey key, Put put) {
		return new PendingWrite(Kind.PUT, key.name(), key, put, null);
	}

	static PendingWrite evict(EntryKey key) {
		return new PendingWrite(Kind.EVICT, key.name(), key, null, null);
	}

	static PendingWrite evictTag(String tag) {
		return new PendingWrite(Kind.EVICT_TAG, tag, null, null, null);
	}

	static PendingWrite clear() {
		return new PendingWrite(Kind.CLEAR, "", null, null, null);
	}

	/**
	 * Returns this write as one that another node has told of.
	 * @param message identifies the message
	 * @return a write that ends when the same node tells that it was made
	 */
	PendingWrite toldBy(Version message) {
		return new PendingWrite(this.kind, this.target, this.key, this.put, message);
	}

	/**
	 * Returns this write as one that the store has not been asked to make yet.
	 * @param number what the log gave before, positive
	 * @return a write whose first attempt is unconditional
	 */
	PendingWrite queued(long number) {
		return new PendingWrite(this.kind, this.target, this.key, this.put, this.source, number);
	}

	/**
	 * Returns this write as one that the store was asked to make and did not acknowledge.
	 * @return a write that does not wait in a queue
	 */
	PendingWrite tried() {
		return new PendingWrite(this.kind, this.target, this.key, this.put, this.source);
	}

	boolean isQueued() {
		return this.queuedAt != 0;
	}

	long queuedAt() {
		return this.queuedAt;
	}

	/**
	 * Returns what is to be made up for when a later write is pending too. One that
	 * another node has told of does not replace one of this node: the other may have made
	 * up for it before this one began.
	 * @param later the later write of the same target
	 * @return one of the two, but never a value that the later one removes
	 */
	PendingWrite followedBy(PendingWrite later) {
		return (later.source != null && this.source == null) ? withdrawn() : later;
	}

	/**
	 * Returns this write without its value, which was removed or replaced since.
	 * @return a write after which the store holds nothing of this one or of an older one
	 */
	PendingWrite withdrawn() {
		return (this.put != null) ? new PendingWrite(Kind.EVICT, this.target, this.key, null, null, this.queuedAt)
				: this;
	}

	/**
	 * Tells whether this write removes or replaces what an earlier one wrote.
	 * @param earlier a put
	 * @param put what it puts
	 * @return {@code true} if its value must not be read any more
	 */
	boolean outdates(PendingWrite earlier, Put put) {
		return switch (this.kind) {
			case CLEAR -> true;
			case EVICT_TAG -> put.tags().contains(this.target);
			case EVICT, PUT -> this.target.equals(earlier.target);
		};
	}

	boolean isOfThisNode() {
		return this.source == null;
	}

	/**
	 * Tells whether a write that another node has made comes after this one, which it has
	 * told of too.
	 * @param message identifies the message that tells of the later write
	 * @return {@code true} if this one was made up for
	 */
	boolean isMadeUpForBy(Version message) {
		return this.source != null && this.source.incarnation() == message.incarnation()
				&& this.source.sequence() < message.sequence();
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * Returns what is written: the name of a key, a tag, or empty for all keys.
	 * @return a name
	 */
	String target() {
		return this.target;
	}

	EntryKey key() {
		if (this.key == null) {
			throw new IllegalStateException("Not about a key but " + this.kind);
		}
		return this.key;
	}

	@Nullable Put put() {
		return this.put;
	}

	boolean concernsOneKey() {
		return this.key != null;
	}

	/**
	 * What was to be written.
	 */
	enum Kind {

		CLEAR, EVICT_TAG, EVICT, PUT

	}

	/**
	 * A value to be stored.
	 *
	 * @param value the value
	 * @param terms what is said of it
	 * @param seen what this node last saw under the key, {@link Origin#NONE} if nothing
	 * @param deadline the reading of the ticker at which it ceases to be served
	 */
	record Put(@Nullable Object value, Terms terms, Origin seen, long deadline) {

		Set<String> tags() {
			return this.terms.tags();
		}

	}

}
