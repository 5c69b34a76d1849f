package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvelopeTests {

	/** What this format looked like when it was first released; must be read for ever. */
	private static final String FIXTURE = "0131cc907c000001941f297c00000001941f2a665f01000000000000000000010000000000000002"
			+ "00077468652d6b6579046a6176610102ff";

	private static final String FIXTURE_WITH_VALIDATORS = "022e663983000001941f297c00000001941f2a665f01000000000000000000010000000000000002"
			+ "00077468652d6b6579046a6176610003226522000001941f297bff0102ff";

	private static final Instant CREATED = Instant.parse("2025-01-01T00:00:00Z");

	private static final Envelope ENVELOPE = new Envelope(CREATED, CREATED.plusMillis(59_999),
			Map.of(Envelope.CACHE_EPOCH, new Version(1, 2)), "the-key", "java", new byte[] { 1, 2, -1 });

	@Test
	void readsWhatItWrote() {
		assertSame(Envelope.read(ENVELOPE.write()), ENVELOPE);
	}

	@Test
	void readsTheFixture() {
		assertSame(Envelope.read(HexFormat.of().parseHex(FIXTURE)), ENVELOPE);
		assertThat(HexFormat.of().formatHex(ENVELOPE.write())).isEqualTo(FIXTURE);
	}

	@Test
	void readsTheFixtureWithValidators() {
		Envelope envelope = new Envelope(CREATED, CREATED.plusMillis(59_999),
				Map.of(Envelope.CACHE_EPOCH, new Version(1, 2)), "the-key", "java", new byte[] { 1, 2, -1 },
				new Validators("\"e\"", CREATED.minusMillis(1)));
		assertSame(Envelope.read(HexFormat.of().parseHex(FIXTURE_WITH_VALIDATORS)), envelope);
		assertThat(HexFormat.of().formatHex(envelope.write())).isEqualTo(FIXTURE_WITH_VALIDATORS);
	}

	@Test
	void readsEachValidatorAlone() {
		for (Validators each : List.of(new Validators("e", null), new Validators(null, Instant.EPOCH))) {
			Envelope envelope = new Envelope(CREATED, null, Map.of(), "", "", new byte[0], each);
			assertSame(Envelope.read(envelope.write()), envelope);
			assertThat(envelope.stale().validators()).isEqualTo(each);
		}
	}

	@Test
	void tellsALaterFormatFromDamage() {
		byte[] later = ENVELOPE.write();
		later[0] = 3;
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> Envelope.read(later))
			.isNotInstanceOf(UnknownTypeException.class);
		CRC32C checksum = new CRC32C();
		checksum.update(later, 0, 1);
		checksum.update(later, 5, later.length - 5);
		ByteBuffer.wrap(later).putInt(1, (int) checksum.getValue());
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> Envelope.read(later));
	}

	@Test
	void refusesMoreEpochsThanItCanCount() {
		Map<String, Version> epochs = new LinkedHashMap<>();
		for (int i = 0; i < 128; i++) {
			epochs.put("tag" + i, new Version(1, i));
		}
		Envelope envelope = new Envelope(CREATED, null, epochs, "", "", new byte[0]);
		assertThatExceptionOfType(CodecException.class).isThrownBy(envelope::write)
			.withMessageContaining("128 tags")
			.withMessageContaining("more than the 127 that a record can hold");
	}

	@Test
	void readsNullForEverWithoutEpochs() {
		Envelope envelope = new Envelope(CREATED, null, Map.of(), "", "", new byte[0]);
		Envelope read = Envelope.read(envelope.write());
		assertSame(read, envelope);
		assertThat(read.codec()).isEmpty();
		assertThat(read.isFresh(Instant.MAX)).isTrue();
		assertThat(read.belongsTo(Map.of("", new Version(1, 2)))).isFalse();
	}

	@Test
	void readsSeveralEpochsAndLongNames() {
		Map<String, Version> epochs = new LinkedHashMap<>();
		epochs.put(Envelope.CACHE_EPOCH, new Version(Long.MIN_VALUE, Long.MAX_VALUE));
		epochs.put("tag \u00fc\uD83D\uDE00", new Version(-1, -2));
		Envelope envelope = new Envelope(CREATED, null, epochs, "k".repeat(0xffff), "java", new byte[0]);
		assertSame(Envelope.read(envelope.write()), envelope);
	}

	@Test
	void refusesANameThatIsTooLong() {
		Envelope envelope = new Envelope(CREATED, null, Map.of(), "k".repeat(0x10000), "java", new byte[0]);
		assertThatExceptionOfType(CodecException.class).isThrownBy(envelope::write).withMessageContaining("65536");
	}

	@Test
	void isFreshUntilTheMomentItIsNot() {
		assertThat(ENVELOPE.isFresh(CREATED.plusMillis(59_998))).isTrue();
		assertThat(ENVELOPE.isFresh(CREATED.plusMillis(59_999))).isFalse();
	}

	@Test
	void noticesEveryFlippedBit() {
		byte[] bytes = ENVELOPE.write();
		for (int bit = 0; bit < bytes.length * 8; bit++) {
			byte[] damaged = bytes.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(CodecException.class).as("bit %d", bit).isThrownBy(() -> Envelope.read(damaged));
		}
	}

	@Test
	void noticesEveryTruncation() {
		byte[] bytes = ENVELOPE.write();
		for (int length = 0; length < bytes.length; length++) {
			byte[] truncated = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(CodecException.class).as("%d bytes", length)
				.isThrownBy(() -> Envelope.read(truncated));
		}
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> Envelope.read(Arrays.copyOf(bytes, bytes.length + 1)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void foreignBytesAreNeverAnythingButUnreadable(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 3000; i++) {
			byte[] bytes = new byte[random.nextInt(80)];
			random.nextBytes(bytes);
			readOrRefuse(bytes);
			bytes = ENVELOPE.write();
			for (int changes = random.nextInt(6); changes >= 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			readOrRefuse(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void whatIsDamagedUnderASoundChecksumIsNeverAnythingButUnreadable(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 3000; i++) {
			byte[] bytes = Arrays.copyOf(ENVELOPE.write(), 24 + random.nextInt(60));
			for (int changes = random.nextInt(6); changes >= 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			bytes[0] = 1;
			CRC32C checksum = new CRC32C();
			checksum.update(bytes, 5, bytes.length - 5);
			ByteBuffer.wrap(bytes).putInt(1, (int) checksum.getValue());
			readOrRefuse(bytes);
		}
	}

	private static @Nullable Envelope readOrRefuse(byte[] bytes) {
		try {
			return Envelope.read(bytes);
		}
		catch (CodecException ex) {
			return null;
		}
	}

	private static void assertSame(Envelope actual, Envelope expected) {
		assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
		assertThat(new String(actual.value(), StandardCharsets.ISO_8859_1))
			.isEqualTo(new String(expected.value(), StandardCharsets.ISO_8859_1));
	}

}
