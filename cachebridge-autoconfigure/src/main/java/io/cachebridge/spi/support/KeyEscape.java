package io.cachebridge.spi.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes keys in the few characters that every store, URL, path and protocol takes as
 * they are: ASCII letters, digits, {@code -}, {@code _}, {@code :}, and {@code =} in
 * front of the two hexadecimal digits of any other byte of UTF-8. Two different keys
 * become two different texts, a beginning of a key becomes a beginning of its text, and
 * no text can leave the place it is put at.
 */
public final class KeyEscape {

	private static final char MARK = '=';

	private static final String DIGITS = "0123456789abcdef";

	private KeyEscape() {
	}

	/**
	 * Writes a key.
	 * @param key any text without lone surrogates
	 * @return the text, at most three times as many characters as the key has bytes
	 */
	public static String escape(String key) {
		StringBuilder text = new StringBuilder(key.length() + 16);
		for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
			if (isPlain(each)) {
				text.append((char) each);
			}
			else {
				text.append(MARK).append(DIGITS.charAt((each >> 4) & 0xF)).append(DIGITS.charAt(each & 0xF));
			}
		}
		return text.toString();
	}

	/**
	 * Reads what {@link #escape} wrote.
	 * @param text the text
	 * @return the key
	 * @throws IllegalArgumentException if no key is written like that
	 */
	public static String unescape(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (each == MARK) {
				bytes.write((digit(text, i + 1) << 4) | digit(text, i + 2));
				i += 2;
			}
			else {
				bytes.write(each);
			}
		}
		String key = bytes.toString(StandardCharsets.UTF_8);
		if (!escape(key).equals(text)) {
			throw new IllegalArgumentException("not an escaped key");
		}
		return key;
	}

	private static int digit(String text, int index) {
		int digit = (index < text.length()) ? DIGITS.indexOf(text.charAt(index)) : -1;
		if (digit < 0) {
			throw new IllegalArgumentException("not an escaped key");
		}
		return digit;
	}

	private static boolean isPlain(byte each) {
		return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9')
				|| each == '-' || each == '_' || each == ':';
	}

}
