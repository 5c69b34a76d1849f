package io.cachebridge.backend.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Patterns as {@code SCAN} understands them.
 */
final class GlobPattern {

	private static final String SPECIAL = "*?[]\\";

	private GlobPattern() {
	}

	/**
	 * Returns the pattern of all keys with a prefix.
	 * @param prefix the prefix, taken literally
	 * @return the pattern in UTF-8
	 */
	static byte[] startingWith(String prefix) {
		byte[] literal = prefix.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream pattern = new ByteArrayOutputStream(literal.length + 1);
		for (byte character : literal) {
			if (SPECIAL.indexOf(character) >= 0) {
				pattern.write('\\');
			}
			pattern.write(character);
		}
		pattern.write('*');
		return pattern.toByteArray();
	}

}
