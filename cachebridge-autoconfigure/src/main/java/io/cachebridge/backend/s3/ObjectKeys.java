package io.cachebridge.backend.s3;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.KeyEscape;

/**
 * Names objects after keys: a prefix and the escaped key, cut into parts of
 * {@value #PART} characters, because some stores keep each part of a path in a directory
 * of its own and take no longer one. What a key begins with, its object's name begins
 * with too.
 */
final class ObjectKeys {

	private static final int LONGEST = 1024;

	private static final int PART = 200;

	/** Not found in an escaped key, and no part ends like a directory begins. */
	private static final String CUT = "=/";

	private final String backend;

	private final String prefix;

	ObjectKeys(String backend, String prefix) {
		this.backend = backend;
		this.prefix = prefix;
	}

	/**
	 * Returns the longest key that fits however it has to be escaped.
	 * @return the length in bytes
	 */
	int longestKey() {
		int room = LONGEST - this.prefix.length();
		return room * PART / (PART + CUT.length()) / 3;
	}

	String name(String operation, String key) {
		String name = beginning(key);
		if (name.length() > LONGEST) {
			throw new BackendRejectedException(this.backend, operation,
					"the name of the object would have %d characters, which are more than the %d that fit (key %s)"
						.formatted(name.length(), LONGEST, KeyDigest.brief(key)),
					null);
		}
		return name;
	}

	/**
	 * Returns what the names of all objects begin with whose keys have a beginning in
	 * common.
	 * @param keyPrefix the beginning
	 * @return the beginning of the names
	 */
	String beginning(String keyPrefix) {
		return this.prefix + cut(KeyEscape.escape(keyPrefix));
	}

	/**
	 * Returns the key that an object is named after.
	 * @param name the name of the object
	 * @return the key, or {@code null} if no key is named like this
	 */
	@Nullable String key(String name) {
		if (!name.startsWith(this.prefix) || name.length() == this.prefix.length()) {
			return null;
		}
		String parts = name.substring(this.prefix.length());
		String escaped = parts.replace(CUT, "");
		if (!cut(escaped).equals(parts)) {
			return null;
		}
		try {
			return KeyEscape.unescape(escaped);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String cut(String escaped) {
		StringBuilder parts = new StringBuilder(escaped.length() + 16);
		for (int i = 0; i < escaped.length(); i += PART) {
			parts.append((i > 0) ? CUT : "").append(escaped, i, Math.min(escaped.length(), i + PART));
		}
		return parts.toString();
	}

}
