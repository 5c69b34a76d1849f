package io.cachebridge.core;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Cuts the keys that a backend lists into pages, each read when it is asked for. A
 * backend may list a key twice, and takes none twice: a page has none twice.
 */
final class Pages implements Iterator<Set<String>> {

	private static final int SIZE = 100;

	private final BackendCalls store;

	private final String operation;

	private final Iterator<String> places;

	Pages(BackendCalls store, String operation, Iterator<String> places) {
		this.store = store;
		this.operation = operation;
		this.places = places;
	}

	@Override
	public boolean hasNext() {
		return this.store.requireRead(this.operation, (backend) -> this.places.hasNext());
	}

	@Override
	public Set<String> next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.store.requireRead(this.operation, (backend) -> next(this.places));
	}

	/**
	 * Reads a page.
	 * @param places the keys as a backend lists them
	 * @return the next ones, without duplicates
	 */
	static Set<String> next(Iterator<String> places) {
		Set<String> page = new LinkedHashSet<>();
		while (page.size() < SIZE && places.hasNext()) {
			page.add(places.next());
		}
		return page;
	}

}
