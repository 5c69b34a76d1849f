package io.cachebridge.core;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a source can be asked with whether a value has changed since.
 *
 * @param etag the entity tag, {@code null} for none
 * @param lastModified when the value was last modified, {@code null} if that is not known
 */
record Validators(@Nullable String etag, @Nullable Instant lastModified) {

	static final Validators NONE = new Validators(null, null);

	private static final int LONGEST_ETAG = 1024;

	/** What every store and every text can tell. */
	private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

	Validators {
		if (etag != null && (etag.isEmpty() || etag.length() > LONGEST_ETAG || etag.chars()
			.anyMatch((each) -> Character.isISOControl(each) || Character.isSurrogate((char) each)))) {
			throw new IllegalArgumentException(
					"'etag' must have 1 to %d characters, and no control characters among them"
						.formatted(LONGEST_ETAG));
		}
		if (lastModified != null && (lastModified.isBefore(EARLIEST) || lastModified.isAfter(LATEST))) {
			throw new IllegalArgumentException("'lastModified' must be in the years 0 to 9999 but was " + lastModified);
		}
	}

	boolean isEmpty() {
		return this.etag == null && this.lastModified == null;
	}

	Validators withEtag(String given) {
		return new Validators(given, this.lastModified);
	}

	Validators withLastModified(Instant given) {
		return new Validators(this.etag, given);
	}

	/**
	 * Returns these, completed by older ones where they say nothing.
	 * @param older what counted before
	 * @return the validators of a value that has not changed
	 */
	Validators or(Validators older) {
		return new Validators((this.etag != null) ? this.etag : older.etag,
				(this.lastModified != null) ? this.lastModified : older.lastModified);
	}

}
