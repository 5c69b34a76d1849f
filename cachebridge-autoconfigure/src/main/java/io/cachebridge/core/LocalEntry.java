package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * One value held in this process. Is itself what {@link Cache#get(Object)} returns, so
 * that a hit allocates nothing.
 */
sealed class LocalEntry implements Cache.ValueWrapper {

	private final String name;

	private final @Nullable Object value;

	private final long ticket;

	final long deadline;

	/** Read without a lock: whoever removes the name afterwards publishes it. */
	private @Nullable Origin origin;

	/**
	 * Creates an entry.
	 * @param name the name of its key
	 * @param value the value
	 * @param ticket what the load or write that brought the value was ticketed with
	 * @param deadline the reading of the ticker at which it ceases to be served
	 * @param origin where the value came from
	 */
	LocalEntry(String name, @Nullable Object value, long ticket, long deadline, Origin origin) {
		this.name = name;
		this.value = value;
		this.ticket = ticket;
		this.deadline = deadline;
		this.origin = origin;
	}

	final boolean isLive(long now, long floor) {
		return this.deadline - now > 0 && this.ticket >= floor && !isDiscarded();
	}

	final boolean isExpired(long now) {
		return this.deadline - now <= 0 || isDiscarded();
	}

	/**
	 * Returns this entry, confirmed under a later ticket. It does not live longer.
	 * @param later the ticket, taken before the store was asked
	 * @return the entry to hold in place of this one
	 */
	LocalEntry confirmed(long later) {
		return new LocalEntry(this.name, this.value, later, this.deadline, origin());
	}

	/**
	 * Tells whether this entry may be served for want of a later value.
	 * @param now the reading of the ticker
	 * @return {@code true} if it was not removed and is not too old
	 */
	boolean isUsableStale(long now) {
		return false;
	}

	/**
	 * Tells whether this entry, which {@linkplain #isUsableStale is usable}, is young
	 * enough for somebody.
	 * @param now the reading of the ticker
	 * @param age how old it must not be, in nanoseconds
	 * @return {@code true} if it is
	 */
	boolean isYoungerThan(long now, long age) {
		return false;
	}

	/**
	 * Tells whether this entry is to be loaded anew before its end.
	 * @param now the reading of the ticker
	 * @return {@code true} if it is due
	 */
	boolean isDue(long now) {
		return false;
	}

	/**
	 * Returns this entry as a value that is served for want of a later one.
	 * @return the value with what is known of it
	 */
	LastValue last() {
		return new LastValue(this.value, origin(), Validators.NONE);
	}

	/**
	 * Ends the life of this entry before it has left the map. Its origin is not known any
	 * more.
	 */
	final void discard() {
		this.origin = null;
	}

	// A flag of its own would cost each entry eight bytes
	final boolean isDiscarded() {
		return this.origin == null;
	}

	final String name() {
		return this.name;
	}

	final long ticket() {
		return this.ticket;
	}

	final Origin origin() {
		Origin known = this.origin;
		return (known != null) ? known : Origin.NONE;
	}

	@Override
	public final @Nullable Object get() {
		return this.value;
	}

	/**
	 * An entry that stays beyond its deadline, to be served for want of a later value, or
	 * is loaded anew before it.
	 */
	static final class Staying extends LocalEntry {

		private final Moments moments;

		private final Validators validators;

		Staying(String name, @Nullable Object value, long ticket, long deadline, Moments moments, Validators validators,
				Origin origin) {
			super(name, value, ticket, deadline, origin);
			this.moments = moments;
			this.validators = validators;
		}

		@Override
		LocalEntry confirmed(long later) {
			return new Staying(name(), get(), later, this.deadline, this.moments, this.validators, origin());
		}

		@Override
		LastValue last() {
			return new LastValue(get(), origin(), this.validators);
		}

		@Override
		boolean isDue(long now) {
			return this.moments.due() - now <= 0;
		}

		@Override
		boolean isUsableStale(long now) {
			return this.moments.staleDeadline() - now > 0 && !isDiscarded();
		}

		@Override
		boolean isYoungerThan(long now, long age) {
			return now - this.moments.createdAt() < age;
		}

	}

	/**
	 * Readings of the ticker in the life of an entry.
	 *
	 * @param createdAt when its value was loaded or put
	 * @param staleDeadline when it ceases to be served for want of a later value
	 * @param due when it is to be loaded anew
	 */
	record Moments(long createdAt, long staleDeadline, long due) {

	}

}
