package io.cachebridge.core;

import java.util.HexFormat;

/**
 * Makes any text safe to stand in a store key or message: control characters, lone
 * surrogates and some marks become {@code %XXXX}. Different texts stay different.
 */
final class TextEscape {

	private static final char ESCAPE = '%';

	private TextEscape() {
	}

	/**
	 * Escapes a text.
	 * @param text any text
	 * @param marks further characters to escape, as they have a meaning around it
	 * @return the escaped text, the same instance if there is nothing to escape
	 */
	static String escape(String text, String marks) {
		for (int i = 0; i < text.length(); i++) {
			if (isUnsafe(text, i, marks)) {
				return escapeFrom(i, text, marks);
			}
		}
		return text;
	}

	private static String escapeFrom(int start, String text, String marks) {
		StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, start);
		for (int i = start; i < text.length(); i++) {
			char ch = text.charAt(i);
			if (isUnsafe(text, i, marks)) {
				escaped.append(ESCAPE).append(HexFormat.of().toHexDigits(ch));
			}
			else {
				escaped.append(ch);
			}
		}
		return escaped.toString();
	}

	private static boolean isUnsafe(String text, int index, String marks) {
		char ch = text.charAt(index);
		if (ch > ' ' && ch < 0x7f) {
			return ch == ESCAPE || marks.indexOf(ch) >= 0;
		}
		return (ch != ' ') && (Character.isISOControl(ch) || (Character.isSurrogate(ch) && isLone(text, index)));
	}

	private static boolean isLone(String text, int index) {
		if (Character.isHighSurrogate(text.charAt(index))) {
			return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
		}
		return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
	}

}
