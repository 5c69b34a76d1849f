package io.cachebridge.backend.s3;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Writes a record as an object and reads it again. The version is part of the bytes, so
 * that no two records have the same tag even where it is a digest of them; what stands in
 * front of the content stands in the metadata once more, where it can be read alone.
 */
final class ObjectContent {

	static final String TYPE = "application/octet-stream";

	/**
	 * More is neither written nor read.
	 */
	static final int LARGEST = 64 * 1024 * 1024;

	private static final int LARGEST_OBJECT = LARGEST + RecordFormat.HEADER_BYTES;

	private static final String HEADER = "cachebridge-header";

	private static final byte[] NOTHING = new byte[0];

	private ObjectContent() {
	}

	static byte[] bytes(StoredRecord stored) {
		return RecordFormat.write(stored);
	}

	static Map<String, String> metadata(StoredRecord stored) {
		byte[] header = RecordFormat.write(
				new StoredRecord(stored.isReservation() ? null : NOTHING, stored.version(), stored.expiresAt(), null));
		return Map.of(HEADER, HexFormat.of().formatHex(header));
	}

	/**
	 * Reads a header.
	 * @param metadata the metadata of an object
	 * @return the header, with {@link Version#NONE} if it is not an object of ours
	 */
	static RecordHeader header(Map<String, String> metadata) {
		try {
			return RecordFormat.readHeader(HexFormat.of().parseHex(metadata.getOrDefault(HEADER, "")));
		}
		catch (IllegalArgumentException ex) {
			return RecordFormat.readHeader(NOTHING);
		}
	}

	/**
	 * Reads an object. What is larger than any of ours is not read, and has no content.
	 * @param response what is known of the object
	 * @param body its bytes
	 * @return the record with its tag
	 * @throws IOException if the bytes cannot be read
	 */
	static StoredRecord read(GetObjectResponse response, AbortableInputStream body) throws IOException {
		Long length = response.contentLength();
		boolean fits = length == null || length <= LARGEST_OBJECT;
		byte[] bytes = fits ? body.readNBytes(LARGEST_OBJECT + 1) : NOTHING;
		if (!fits || bytes.length > LARGEST_OBJECT) {
			body.abort();
			bytes = NOTHING;
		}
		String tag = response.eTag();
		return RecordFormat.read(bytes).withToken((tag != null) ? new EntityTag(tag) : null);
	}

}
