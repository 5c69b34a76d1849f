package io.cachebridge.health;

import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret: the user part of an address, and the
 * value of whatever is called a password, token, secret or key.
 */
final class Redaction {

	private static final String MASK = "***";

	private static final Pattern USER_OF_ADDRESS = Pattern.compile("(?<=://)[^/\\s]*@");

	private static final Pattern NAMED_SECRET = Pattern
		.compile("(?i)((?:password|passwd|pwd|secret|token|credentials?|(?:api|access|account)[-_ ]?key|authorization)"
				+ "[\"']?\\s*[=:]\\s*)(?:(?:bearer|basic)\\s+)?(?:\"[^\"]*\"|'[^']*'|[^\\s,;&)}\\]]+)");

	private Redaction() {
	}

	static String redact(String text) {
		String withoutUser = USER_OF_ADDRESS.matcher(text).replaceAll(MASK + "@");
		return NAMED_SECRET.matcher(withoutUser).replaceAll("$1" + MASK);
	}

}
