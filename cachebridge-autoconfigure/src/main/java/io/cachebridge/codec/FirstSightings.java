package io.cachebridge.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import tools.jackson.databind.JavaType;

/**
 * Notes which types have been written before, so that the first value of each can be read
 * back for proof.
 */
final class FirstSightings {

	private final Map<Object, Boolean> seen = new ConcurrentHashMap<>();

	private final AtomicLong count = new AtomicLong();

	private final Consumer<Class<?>> check;

	/**
	 * Creates a note of nothing.
	 * @param check throws if instances of a class could not be read back
	 */
	FirstSightings(Consumer<Class<?>> check) {
		this.check = check;
	}

	/**
	 * Sees the class of a value within another.
	 * @param type the type
	 */
	void see(Class<?> type) {
		if (!this.seen.containsKey(type)) {
			this.check.accept(type);
			add(type);
		}
	}

	/**
	 * Sees the type of a whole value.
	 * @param type the type
	 */
	void seeRoot(JavaType type) {
		if (!this.seen.containsKey(type)) {
			add(type);
		}
	}

	/**
	 * Has the value that is being written proven, however often its like was seen before,
	 * because a part of it is written or read by code of the application, which may do
	 * with one value what it does not with another.
	 */
	void doubt() {
		this.count.incrementAndGet();
	}

	private void add(Object type) {
		this.seen.put(type, Boolean.TRUE);
		this.count.incrementAndGet();
	}

	/**
	 * Returns a number that is another one after something was written that is to be
	 * proven.
	 * @return the number
	 */
	long count() {
		return this.count.get();
	}

	/**
	 * Makes every type new again, because a value with one of them did not come back.
	 */
	void forget() {
		this.seen.clear();
		this.count.incrementAndGet();
	}

}
