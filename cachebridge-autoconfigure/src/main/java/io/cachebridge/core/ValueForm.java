package io.cachebridge.core;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a value are, written where records name their codec:
 * {@code json+deflate+aes-gcm:k1} was encoded, then compressed, then encrypted. No id has
 * a plus or a colon, so that a version of this library which knows no transforms takes it
 * for a codec that it does not have.
 *
 * @param codec the id of the codec, empty for {@code null}
 * @param compression how it is compressed
 * @param keyId the id of the key it is encrypted with, {@code null} if it is not
 */
record ValueForm(String codec, CompressionType compression, @Nullable String keyId) {

	private static final String MARK = "+";

	private static final String ENCRYPTION = MARK + "aes-gcm:";

	private static final Pattern FORM = Pattern
		.compile("([a-z0-9-]*)(?:\\+(deflate|lz4|zstd))?(?:\\+aes-gcm:([a-z0-9-]{1,32}))?");

	/**
	 * Reads a form.
	 * @param text the form
	 * @return what it says, {@code null} if it is none that is known here
	 */
	static @Nullable ValueForm parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		String compression = matcher.group(2);
		boolean compressedNull = compression != null && matcher.group(1).isEmpty();
		return compressedNull ? null
				: new ValueForm(
						matcher.group(1), (compression != null)
								? CompressionType.valueOf(compression.toUpperCase(Locale.ROOT)) : CompressionType.NONE,
						matcher.group(3));
	}

	static boolean isTransformed(String form) {
		return form.contains(MARK);
	}

	static boolean isEncrypted(String form) {
		return form.contains(ENCRYPTION);
	}

	static String compressed(String form, CompressionType type) {
		return form + MARK + type.name().toLowerCase(Locale.ROOT);
	}

	static String encrypted(String form, String keyId) {
		return form + ENCRYPTION + keyId;
	}

}
