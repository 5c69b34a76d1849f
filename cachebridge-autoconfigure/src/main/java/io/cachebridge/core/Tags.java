package io.cachebridge.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Checks tags. A tag is any text that is not empty and has no control characters.
 */
public final class Tags {

	/** More are a mistake, and a record has to name them all. */
	static final int MOST = 100;

	private Tags() {
	}

	/**
	 * Makes sure that a tag may be used.
	 * @param tag the tag
	 * @return the tag
	 * @throws IllegalArgumentException if it may not
	 */
	public static String require(@Nullable String tag) {
		if (tag == null || tag.isEmpty() || tag.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException(
					"A tag must be a text that is not empty and has no control characters but was "
							+ ((tag != null) ? "'" + TextEscape.escape(tag, "") + "'" : "null"));
		}
		return tag;
	}

	/**
	 * Makes sure that tags may be used.
	 * @param tags the tags
	 * @return the tags, without duplicates
	 * @throws IllegalArgumentException if one may not, or if they are too many
	 */
	static Set<String> require(Collection<? extends @Nullable String> tags) {
		Set<String> required = new LinkedHashSet<>();
		tags.forEach((tag) -> required.add(require(tag)));
		if (required.size() > MOST) {
			throw new IllegalArgumentException(
					"A value may have %d tags but was given %d".formatted(MOST, required.size()));
		}
		return Set.copyOf(required);
	}

}
