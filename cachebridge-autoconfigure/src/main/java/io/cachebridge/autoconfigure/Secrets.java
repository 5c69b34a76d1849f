package io.cachebridge.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Knows which properties have values that nobody may see.
 */
final class Secrets {

	private static final String SECRET = "cachebridgeencryption";

	private static final String HARMLESS = "cachebridgeencryptioncurrent";

	private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");

	private Secrets() {
	}

	/**
	 * Tells whether the value of a property is a secret. Whatever stands beside the keys
	 * may be a key in the wrong place.
	 * @param property the name of the property, as it is written in any source
	 * @return {@code true} if it is not to be shown
	 */
	static boolean isSecret(String property) {
		String plain = PUNCTUATION.matcher(property.toLowerCase(Locale.ROOT)).replaceAll("");
		return plain.startsWith(SECRET) && !plain.equals(HARMLESS);
	}

}
