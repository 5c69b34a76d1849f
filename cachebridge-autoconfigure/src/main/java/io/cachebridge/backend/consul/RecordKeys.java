package io.cachebridge.backend.consul;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyEscape;

/**
 * Where records are: under a prefix, their key escaped, and a full stop, which no escaped
 * key has. So no key of a record is the beginning of another one, and what begins with it
 * is that record.
 */
final class RecordKeys {

	private static final String END = ".";

	private final String place;

	RecordKeys(String prefix) {
		this.place = prefix + "/";
	}

	String write(String key) {
		return beginning(key) + END;
	}

	/**
	 * Returns what the places of all keys with a prefix begin with.
	 * @param prefix the prefix
	 * @return the beginning
	 */
	String beginning(String prefix) {
		return this.place + KeyEscape.escape(prefix);
	}

	/**
	 * Returns the key of a record.
	 * @param written where the record is
	 * @return the key, or {@code null} if no record is there
	 */
	@Nullable String read(String written) {
		if (!written.startsWith(this.place) || !written.endsWith(END)) {
			return null;
		}
		try {
			return KeyEscape.unescape(written.substring(this.place.length(), written.length() - END.length()));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
