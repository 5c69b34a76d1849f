package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * One value held in this process. Is itself what {@link Cache#get(Object)} returns, so
 * that a hit allocates nothing.
 */
final class LocalEntry implements Cache.ValueWrapper {

	private final String name;

	private final @Nullable Object value;

	private final long ticket;

	private final long deadline;

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

	boolean isLive(long now, long floor) {
		return this.deadline - now > 0 && this.ticket >= floor && !isDiscarded();
	}

	boolean isExpired(long now) {
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
	 * Ends the life of this entry before it has left the map. Its origin is not known any
	 * more.
	 */
	void discard() {
		this.origin = null;
	}

	// A flag of its own would cost each entry eight bytes
	private boolean isDiscarded() {
		return this.origin == null;
	}

	String name() {
		return this.name;
	}

	long ticket() {
		return this.ticket;
	}

	Origin origin() {
		Origin known = this.origin;
		return (known != null) ? known : Origin.NONE;
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

}
