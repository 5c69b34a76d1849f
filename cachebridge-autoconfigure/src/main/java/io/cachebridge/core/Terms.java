package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Version;

/**
 * What is said of one value when it is stored.
 *
 * @param tags its tags
 * @param timeToLive how long it is served, {@code null} for as long as its cache says
 * @param maximumStale how old it may be served for want of a later one, {@code null} for
 * as old as its cache says
 * @param validators what its source can be asked with whether it has changed
 * @param before the origin of a value that was stored before and is confirmed,
 * {@link Origin#NONE} for a new value
 */
record Terms(Set<String> tags, @Nullable Duration timeToLive, @Nullable Duration maximumStale, Validators validators,
		Origin before) {

	static final Terms NONE = tagged(Set.of());

	static Terms tagged(Set<String> tags) {
		return new Terms(tags, null, null, Validators.NONE, Origin.NONE);
	}

	static Terms living(Duration timeToLive) {
		return new Terms(Set.of(), timeToLive, null, Validators.NONE, Origin.NONE);
	}

	/**
	 * Tells whether the value still belongs where it belonged before.
	 * @param current the epochs that a load read, the later ones after it
	 * @return {@code false} if it was invalidated since
	 */
	boolean belongTo(Map<String, Version> current) {
		return this.before.epochs()
			.entrySet()
			.stream()
			.allMatch((epoch) -> current.getOrDefault(epoch.getKey(), epoch.getValue()).equals(epoch.getValue()));
	}

}
