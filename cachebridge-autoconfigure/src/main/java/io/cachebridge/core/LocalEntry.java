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
	private boolean discarded;

	/**
	 * Creates an entry.
	 * @param name the name of its key
	 * @param value the value
	 * @param ticket what the load or write that brought the value was ticketed with
	 * @param deadline the reading of the ticker at which it ceases to be served
	 */
	LocalEntry(String name, @Nullable Object value, long ticket, long deadline) {
		this.name = name;
		this.value = value;
		this.ticket = ticket;
		this.deadline = deadline;
	}

	boolean isLive(long now, long floor) {
		return this.deadline - now > 0 && this.ticket >= floor && !this.discarded;
	}

	/**
	 * Ends the life of this entry before it has left the map.
	 */
	void discard() {
		this.discarded = true;
	}

	String name() {
		return this.name;
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

}
