package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import io.cachebridge.spi.Limits;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Places the keys of one cache in a store that is shared with other caches and
 * applications: {@code prefix:cache:name} for a record, {@code prefix:cache#epoch} for
 * the epoch. Prefix and cache are escaped so that neither can reach into another's place.
 */
final class KeyLayout {

	private static final String MARKS = ":#";

	private static final String DIGEST_MARK = "%~";

	private static final int DIGEST_LENGTH = DIGEST_MARK.length() + 64;

	private final String head;

	private final String epoch;

	private final int maximumBytes;

	KeyLayout(String prefix, String cache, Limits limits) {
		String place = TextEscape.escape(prefix, MARKS) + ":" + TextEscape.escape(cache, MARKS);
		this.maximumBytes = limits.maximumKeyBytes();
		this.head = place + ":";
		this.epoch = fit(place + "#epoch");
	}

	String record(EntryKey key) {
		return fit(this.head + key.name());
	}

	/**
	 * Tells whether the name of a key is too long for the store, so that its record is
	 * found under a digest.
	 * @param key the key
	 * @return {@code true} if the stored key is not the whole name
	 */
	boolean isDigested(EntryKey key) {
		return !fits(this.head + key.name());
	}

	String epoch() {
		return this.epoch;
	}

	/**
	 * Returns what the keys of all records begin with.
	 * @return the prefix
	 */
	String records() {
		return this.head;
	}

	private String fit(String key) {
		return fits(key) ? key : beginning(key) + DIGEST_MARK + KeyDigest.full(key);
	}

	private boolean fits(String key) {
		return key.length() <= this.maximumBytes / 3
				|| key.getBytes(StandardCharsets.UTF_8).length <= this.maximumBytes;
	}

	// As many whole characters as there is room for
	private String beginning(String key) {
		CharBuffer characters = CharBuffer.wrap(key);
		ByteBuffer room = ByteBuffer.allocate(this.maximumBytes - DIGEST_LENGTH);
		StandardCharsets.UTF_8.newEncoder().encode(characters, room, true);
		return key.substring(0, characters.position());
	}

}
