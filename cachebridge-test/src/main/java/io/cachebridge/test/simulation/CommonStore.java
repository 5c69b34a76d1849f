package io.cachebridge.test.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.cachebridge.spi.CacheBackend;

/**
 * The store that all nodes share, and what may become of its records.
 */
final class CommonStore {

	private final CacheBackend backend;

	private final Set<String> written = new LinkedHashSet<>();

	CommonStore(CacheBackend backend) {
		this.backend = backend;
	}

	CacheBackend backend() {
		return this.backend;
	}

	void written(String key) {
		this.written.add(key);
	}

	List<String> keys() {
		return new ArrayList<>(this.written);
	}

	void lose(String key) {
		this.backend.delete(key);
		this.written.remove(key);
	}

	void loseEverything() {
		keys().forEach(this::lose);
	}

}
