package io.cachebridge.backend.dynamodb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The format that earlier versions have written is read for ever.
 */
class ItemFormatTests {

	private static final Version VERSION = new Version(0x0102030405060708L, 9);

	private static final AttributeValue VERSION_BYTES = AttributeValue
		.fromB(SdkBytes.fromByteArray(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 9 }));

	@Test
	void writesRecordsAsTheyHaveAlwaysBeen() {
		StoredRecord stored = StoredRecord.of(new byte[] { 7 }, VERSION, Instant.ofEpochMilli(1_700_000_000_001L));
		Map<String, AttributeValue> item = Map.of("k", AttributeValue.fromS("key"), "f", AttributeValue.fromN("1"), "v",
				VERSION_BYTES, "c", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] { 7 })), "x",
				AttributeValue.fromN("1700000000001"), "ttl", AttributeValue.fromN("1700000001"));
		assertThat(ItemFormat.write("key", stored)).isEqualTo(item);
		assertThat(ItemFormat.read(item)).isEqualTo(stored);
	}

	@Test
	void writesReservationsAsTheyHaveAlwaysBeen() {
		StoredRecord reservation = StoredRecord.reservation(VERSION, null);
		Map<String, AttributeValue> item = Map.of("k", AttributeValue.fromS("key"), "f", AttributeValue.fromN("2"), "v",
				VERSION_BYTES);
		assertThat(ItemFormat.write("key", reservation)).isEqualTo(item);
		assertThat(ItemFormat.read(item)).isEqualTo(reservation);
	}

	@Test
	void tellsEmptyContentFromReservation() {
		StoredRecord empty = StoredRecord.of(new byte[0], VERSION, null);
		assertThat(ItemFormat.read(ItemFormat.write("key", empty))).isEqualTo(empty);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 1", "1001, 2", "1999, 2", "1, 1" })
	void neverLetsDynamoDbDropARecordBeforeItsTime(long milliseconds, String seconds) {
		StoredRecord stored = StoredRecord.of(new byte[0], VERSION, Instant.ofEpochMilli(milliseconds));
		assertThat(ItemFormat.write("key", stored)).containsEntry("ttl", AttributeValue.fromN(seconds));
	}

	@Test
	void takesWhatIsNotOursForForeign() {
		AttributeValue text = AttributeValue.fromS("text");
		assertThat(ItemFormat.read(Map.of("k", text))).isEqualTo(StoredRecord.of(new byte[0], Version.NONE, null));
		assertThat(ItemFormat.read(Map.of("k", text, "c", text)).content())
			.isEqualTo("text".getBytes(StandardCharsets.UTF_8));
		assertThat(ItemFormat.read(Map.of("k", text, "f", text, "v", VERSION_BYTES)).version()).isEqualTo(Version.NONE);
		assertThat(ItemFormat.read(Map.of("k", text, "f", ItemFormat.RECORD, "v", text)).version())
			.isEqualTo(Version.NONE);
	}

	@Test
	void readsAnExpiryThatIsNoneAsNever() {
		Map<String, AttributeValue> item = new HashMap<>(
				ItemFormat.write("key", StoredRecord.reservation(VERSION, Instant.now())));
		for (AttributeValue expiry : new AttributeValue[] { AttributeValue.fromN("1E+90"),
				AttributeValue.fromS("x") }) {
			item.put("x", expiry);
			assertThat(ItemFormat.read(item).expiresAt()).isNull();
		}
	}

}
