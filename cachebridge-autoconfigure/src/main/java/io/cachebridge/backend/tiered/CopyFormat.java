package io.cachebridge.backend.tiered;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

/**
 * A record as the content of its copy: one byte that nothing else begins with which is
 * kept in stores, and the bytes of the whole record.
 */
final class CopyFormat {

	private static final byte COPY = 0x11;

	private CopyFormat() {
	}

	/**
	 * Writes the content of a copy.
	 * @param original the record
	 * @return the bytes, {@code null} if the record is one that others have written
	 */
	static byte @Nullable [] write(StoredRecord original) {
		if (original.version().equals(Version.NONE)) {
			return null;
		}
		byte[] whole = RecordFormat.write(original);
		return ByteBuffer.allocate(1 + whole.length).put(COPY).put(whole).array();
	}

	/**
	 * Reads the record that something is a copy of.
	 * @param held what is held
	 * @return the record, {@code null} if it is none
	 */
	static @Nullable StoredRecord read(StoredRecord held) {
		byte[] content = held.content();
		if (content == null || content.length == 0 || content[0] != COPY || held.version().equals(Version.NONE)) {
			return null;
		}
		StoredRecord original = RecordFormat.read(Arrays.copyOfRange(content, 1, content.length));
		return original.version().equals(Version.NONE) ? null : original;
	}

}
