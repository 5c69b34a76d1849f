package io.cachebridge.spi.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests of keys: for messages that must not show a key in clear, and for stores whose
 * keys are shorter than ours.
 */
public final class KeyDigest {

	private static final int SHORT_BYTES = 6;

	private KeyDigest() {
	}

	/**
	 * Returns the SHA-256 digest of a key.
	 * @param key the key
	 * @return 64 hexadecimal digits
	 */
	public static String full(String key) {
		return HexFormat.of().formatHex(sha256(key));
	}

	/**
	 * Returns the beginning of the digest, enough to recognise a key in logs.
	 * @param key the key
	 * @return 12 hexadecimal digits
	 */
	public static String brief(String key) {
		return HexFormat.of().formatHex(sha256(key), 0, SHORT_BYTES);
	}

	private static byte[] sha256(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
