package io.cachebridge.test.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The truth that the caches hold copies of, as a database would: a version of each key,
 * raised by each change.
 */
final class Source {

	private final Map<String, Long> versions = new LinkedHashMap<>();

	long read(String key) {
		return this.versions.getOrDefault(key, 0L);
	}

	long change(String key) {
		return this.versions.merge(key, 1L, Long::sum);
	}

}
