package io.cachebridge.spi.support;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts what another iterator gives into lists, none before it is asked for.
 *
 * @param <T> the type of the elements
 */
public final class Batches<T> implements Iterator<List<T>> {

	private final Iterator<T> elements;

	private final int size;

	/**
	 * Creates the lists.
	 * @param elements what is cut
	 * @param size how long a list is at most
	 */
	public Batches(Iterator<T> elements, int size) {
		this.elements = elements;
		this.size = size;
	}

	@Override
	public boolean hasNext() {
		return this.elements.hasNext();
	}

	@Override
	public List<T> next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		List<T> batch = new ArrayList<>();
		while (batch.size() < this.size && this.elements.hasNext()) {
			batch.add(this.elements.next());
		}
		return batch;
	}

}
