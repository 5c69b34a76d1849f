package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Limits;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Places the keys of one cache in a store that is shared with other caches and
 * applications: {@code prefix:cache:name} for a record, {@code prefix:cache#epoch} for
 * the epoch, {@code prefix:cache#tag:name} for the epoch of a tag,
 * {@code prefix:cache#tags} for the tag stamp, {@code prefix:cache#count:epoch:name} for
 * a counter, {@code prefix#name} for what belongs to no cache. Prefix and cache are
 * escaped so that neither can reach into another's place.
 */
final class KeyLayout {

	private static final String MARKS = ":#";

	private static final String DIGEST_MARK = "%~";

	private static final int DIGEST_LENGTH = DIGEST_MARK.length() + 64;

	private final String head;

	private final String epoch;

	private final String tagStamp;

	private final String tagHead;

	private final String counterHead;

	private final String refreshHead;

	private final Limits limits;

	KeyLayout(String prefix, String cache, Limits limits) {
		String place = TextEscape.escape(prefix, MARKS) + ":" + TextEscape.escape(cache, MARKS);
		this.limits = limits;
		this.head = place + ":";
		this.epoch = fit(place + "#epoch");
		this.tagStamp = fit(place + "#tags");
		this.tagHead = place + "#tag:";
		this.counterHead = place + "#count:";
		this.refreshHead = place + "#refresh:";
	}

	/**
	 * Returns the place of something that belongs to no cache.
	 * @param prefix what stands in front of the keys of the application
	 * @param name what it is
	 * @return the key in the store
	 */
	static String ofApplication(String prefix, String name) {
		return TextEscape.escape(prefix, MARKS) + "#" + name;
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

	String tagStamp() {
		return this.tagStamp;
	}

	String tagEpoch(String tag) {
		return fit(this.tagHead + TextEscape.escape(tag, ""));
	}

	/**
	 * Returns the place of a counter, which belongs to one generation of the cache.
	 * @param key the key
	 * @param epoch the epoch of the cache
	 * @return the key in the store
	 */
	String counter(EntryKey key, Version epoch) {
		return fit(this.counterHead + HexFormat.of().toHexDigits(epoch.incarnation())
				+ HexFormat.of().toHexDigits(epoch.sequence()) + ":" + key.name());
	}

	/**
	 * Returns the place that tells which node loads a value anew.
	 * @param key the key
	 * @return the key in the store
	 */
	String refresh(EntryKey key) {
		return fit(this.refreshHead + key.name());
	}

	/**
	 * Returns what the keys of all records begin with.
	 * @return the prefix
	 */
	String records() {
		return this.head;
	}

	/**
	 * Returns what the keys of records begin with whose names begin with a prefix. Others
	 * may begin so too if there is no room for the whole prefix.
	 * @param prefix the prefix of the names
	 * @return the prefix of the keys
	 */
	String recordsStartingWith(String prefix) {
		String whole = this.head + prefix;
		int room = room();
		boolean fits = whole.length() <= room / 3 || whole.getBytes(StandardCharsets.UTF_8).length <= room;
		return fits ? whole : beginning(whole);
	}

	/**
	 * Tells whether a key in the store does not hold the whole name.
	 * @param place the key in the store
	 * @return {@code true} if it ends with a digest
	 */
	private static boolean isDigest(String place) {
		return place.contains(DIGEST_MARK);
	}

	/**
	 * Returns the name whose record has a key.
	 * @param place the key in the store, without a digest
	 * @return the name
	 */
	private String name(String place) {
		return place.substring(this.head.length());
	}

	/**
	 * Returns the name whose record is at a place. What does not lead back there is of
	 * another cache whose keys begin the same.
	 * @param place the key in the store
	 * @param fullName the name as the record tells it, if its key is a digest
	 * @return the name, {@code null} if the place is not one of this cache
	 */
	@Nullable String nameOf(String place, String fullName) {
		String name = isDigest(place) ? fullName : name(place);
		return record(EntryKey.named(name)).equals(place) ? name : null;
	}

	private String fit(String key) {
		return fits(key) ? key : beginning(key) + DIGEST_MARK + KeyDigest.full(key);
	}

	private boolean fits(String key) {
		return this.limits.fitsKey(key);
	}

	private int room() {
		return this.limits.maximumKeyBytes() - DIGEST_LENGTH;
	}

	// As many whole characters as there is room for
	private String beginning(String key) {
		CharBuffer characters = CharBuffer.wrap(key);
		ByteBuffer room = ByteBuffer.allocate(room());
		StandardCharsets.UTF_8.newEncoder().encode(characters, room, true);
		return key.substring(0, characters.position());
	}

}
