package io.cachebridge.core;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Version;

/**
 * Where a value that is held in this process came from, to ask the store whether it still
 * counts.
 *
 * @param version the version of its record, {@code null} if it is in no store
 * @param epochs the epochs it belongs to by name
 * @param tags the tags it has
 */
record Origin(@Nullable Version version, Map<String, Version> epochs, Set<String> tags) {

	/** A value without tags that is in no store. */
	static final Origin NONE = new Origin(null, Map.of(), Set.of());

	static Origin of(@Nullable Version version, Map<String, Version> epochs) {
		return new Origin(version, epochs, tagsOf(epochs));
	}

	/**
	 * Returns the origin of a value that is in no store.
	 * @param tags the tags it has
	 * @return its origin
	 */
	static Origin here(Set<String> tags) {
		return tags.isEmpty() ? NONE : new Origin(null, Map.of(), tags);
	}

	private static Set<String> tagsOf(Map<String, Version> epochs) {
		if (epochs.size() == 1 && epochs.containsKey(Epochs.CACHE)) {
			return Set.of();
		}
		return epochs.keySet()
			.stream()
			.filter((name) -> !name.equals(Epochs.CACHE))
			.collect(Collectors.toUnmodifiableSet());
	}

}
