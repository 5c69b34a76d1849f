package io.cachebridge.core;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.Percentage;

/**
 * Settings of values that are loaded anew in the background before their time-to-live is
 * over.
 *
 * @param at the share of the time-to-live after which a value is, {@code null} if none is
 * @param keepWarm names of keys whose values are although nobody asks for them
 */
public record RefreshSettings(@Nullable Percentage at, Set<String> keepWarm) {

	/**
	 * Values are loaded anew when they are gone.
	 */
	public static final RefreshSettings OFF = new RefreshSettings(null, Set.of());

	public RefreshSettings {
		keepWarm = Set.copyOf(keepWarm);
		if (at != null && (at.value() < 1 || at.value() > 99)) {
			throw new IllegalArgumentException("'refresh.at' must be from 1% to 99% but was " + at);
		}
	}

}
