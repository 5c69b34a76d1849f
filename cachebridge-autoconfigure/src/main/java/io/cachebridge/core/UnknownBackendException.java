package io.cachebridge.core;

import java.util.Set;
import java.util.TreeSet;

/**
 * A cache names a backend that does not exist.
 */
public final class UnknownBackendException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String backend;

	private final transient Set<String> known;

	UnknownBackendException(String backend, Set<String> known) {
		super("There is no backend '%s', only %s".formatted(backend, new TreeSet<>(known)));
		this.backend = backend;
		this.known = Set.copyOf(known);
	}

	public String backend() {
		return this.backend;
	}

	/**
	 * Returns the names that could have been given.
	 * @return the names of all backends
	 */
	public Set<String> known() {
		return this.known;
	}

}
