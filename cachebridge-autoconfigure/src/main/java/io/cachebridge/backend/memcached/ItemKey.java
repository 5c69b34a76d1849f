package io.cachebridge.backend.memcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.spi.support.RecordFormat;

/**
 * A key as it is in Memcached: escaped, or, if that is too long, its beginning and its
 * digest. In that case the item holds the whole key in front of the record, so that two
 * keys never share one.
 *
 * @param text at most {@value #LONGEST} ASCII characters
 * @param whole the whole key in UTF-8 if the text is a digest, else nothing
 */
record ItemKey(String text, byte[] whole) {

	/**
	 * What Memcached takes, in either protocol.
	 */
	static final int LONGEST = 250;

	private static final byte[] NOTHING = new byte[0];

	/** No escaped key has it. */
	private static final String MARK = "~";

	static ItemKey of(String prefix, String key) {
		String escaped = KeyEscape.escape(key);
		int room = LONGEST - prefix.length();
		if (escaped.length() <= room) {
			return new ItemKey(prefix + escaped, NOTHING);
		}
		String digest = MARK + KeyDigest.full(key);
		return new ItemKey(prefix + escaped.substring(0, room - digest.length()) + digest,
				key.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns a key that no record has.
	 * @param text the key as it is in Memcached
	 * @return the key
	 */
	static ItemKey plain(String text) {
		return new ItemKey(text, NOTHING);
	}

	private boolean isDigest() {
		return this.whole.length > 0;
	}

	byte[] write(StoredRecord stored) {
		byte[] record = RecordFormat.write(stored);
		return !isDigest() ? record
				: ByteBuffer.allocate(Integer.BYTES + this.whole.length + record.length)
					.putInt(this.whole.length)
					.put(this.whole)
					.put(record)
					.array();
	}

	/**
	 * Reads an item.
	 * @param item any bytes
	 * @return the record; one without version if the item was not written for this key
	 */
	StoredRecord read(byte[] item) {
		if (!isDigest()) {
			return RecordFormat.read(item);
		}
		int start = Integer.BYTES + this.whole.length;
		boolean same = item.length >= start && ByteBuffer.wrap(item).getInt() == this.whole.length
				&& Arrays.equals(item, Integer.BYTES, start, this.whole, 0, this.whole.length);
		return same ? RecordFormat.read(Arrays.copyOfRange(item, start, item.length))
				: StoredRecord.of(item, Version.NONE, null);
	}

}
