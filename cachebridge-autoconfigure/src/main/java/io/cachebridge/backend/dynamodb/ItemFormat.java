package io.cachebridge.backend.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Writes records as items and reads them. Names are short, as each item holds them. The
 * format is stable: what any version has written, later ones read.
 */
final class ItemFormat {

	/** The key of the record, as it is. */
	static final String KEY = "k";

	/** What the item is: {@link #RECORD} or {@link #RESERVATION}. */
	static final String FORMAT = "f";

	/** The 16 bytes of the version. */
	static final String VERSION = "v";

	/** When the record expires, in milliseconds; absent for never. */
	static final String EXPIRY = "x";

	static final String CONTENT = "c";

	/** When DynamoDB may drop the item, in seconds; absent for never. */
	static final String TIME_TO_LIVE = "ttl";

	static final AttributeValue RECORD = AttributeValue.fromN("1");

	static final AttributeValue RESERVATION = AttributeValue.fromN("2");

	/** What a header is read from. */
	static final String HEADER = String.join(",", KEY, FORMAT, VERSION, EXPIRY);

	static final int LONGEST_KEY = 2048;

	private static final int LARGEST_ITEM = 400 * 1024;

	/** Names and the other attributes, rounded up. */
	private static final int OVERHEAD = 128;

	static final int LARGEST_CONTENT = LARGEST_ITEM - LONGEST_KEY - OVERHEAD;

	private static final byte[] NOTHING = new byte[0];

	private ItemFormat() {
	}

	static Map<String, AttributeValue> write(String key, StoredRecord stored) {
		if (stored.version().equals(Version.NONE)) {
			throw new IllegalArgumentException("'version' must not be NONE");
		}
		Map<String, AttributeValue> item = new HashMap<>();
		item.put(KEY, AttributeValue.fromS(key));
		item.put(FORMAT, stored.isReservation() ? RESERVATION : RECORD);
		item.put(VERSION, version(stored.version()));
		byte[] content = stored.content();
		if (content != null) {
			item.put(CONTENT, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(content)));
		}
		if (stored.expiresAt() != null) {
			putExpiry(item, stored.expiresAt());
		}
		return item;
	}

	/**
	 * Adds an expiry. What DynamoDB is told is rounded up, so that it never drops an item
	 * before its time.
	 * @param item where to add it
	 * @param expiresAt the expiry
	 */
	static void putExpiry(Map<String, AttributeValue> item, Instant expiresAt) {
		long milliseconds = expiresAt.toEpochMilli();
		item.put(EXPIRY, number(milliseconds));
		item.put(TIME_TO_LIVE, number(-Math.floorDiv(-milliseconds, 1000L)));
	}

	static StoredRecord read(Map<String, AttributeValue> item) {
		RecordHeader header = header(item);
		if (header.version().equals(Version.NONE)) {
			return StoredRecord.of(content(item), Version.NONE, null);
		}
		return header.reservation() ? StoredRecord.reservation(header.version(), header.expiresAt())
				: StoredRecord.of(content(item), header.version(), header.expiresAt());
	}

	/**
	 * Returns the key of an item that was read with it.
	 * @param item the item
	 * @return its key
	 */
	static String keyOf(Map<String, AttributeValue> item) {
		return Objects.requireNonNull(item.get(KEY)).s();
	}

	static RecordHeader header(Map<String, AttributeValue> item) {
		AttributeValue format = item.get(FORMAT);
		boolean reservation = RESERVATION.equals(format);
		AttributeValue version = item.get(VERSION);
		boolean known = reservation || RECORD.equals(format);
		if (!known || version == null || version.b() == null
				|| version.b().asByteArrayUnsafe().length != 2 * Long.BYTES) {
			return new RecordHeader(Version.NONE, false, null);
		}
		ByteBuffer bytes = version.b().asByteBuffer();
		return new RecordHeader(new Version(bytes.getLong(), bytes.getLong()), reservation, expiresAt(item));
	}

	private static @Nullable Instant expiresAt(Map<String, AttributeValue> item) {
		AttributeValue expiry = item.get(EXPIRY);
		if (expiry == null || expiry.n() == null) {
			return null;
		}
		try {
			return Instant.ofEpochMilli(Long.parseLong(expiry.n()));
		}
		catch (NumberFormatException ex) {
			// Not written by us, and so nothing that the item would have to be dropped
			// for
			return null;
		}
	}

	private static byte[] content(Map<String, AttributeValue> item) {
		AttributeValue content = item.get(CONTENT);
		if (content != null && content.b() != null) {
			return content.b().asByteArrayUnsafe();
		}
		return (content != null && content.s() != null) ? content.s().getBytes(StandardCharsets.UTF_8) : NOTHING;
	}

	static Map<String, AttributeValue> key(String key) {
		return Map.of(KEY, AttributeValue.fromS(key));
	}

	static AttributeValue version(Version version) {
		return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(RecordFormat.versionBytes(version)));
	}

	static AttributeValue number(long number) {
		return AttributeValue.fromN(Long.toString(number));
	}

}
