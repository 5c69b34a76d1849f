package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with records of every form that once were sound.
 */
class ValueFuzzTests {

	private static final int INPUTS = Integer.getInteger("cachebridge.fuzz.inputs", 20_000);

	private static final long SEED = Long.getLong("cachebridge.fuzz.seed", 20_250_101L);

	private static final EntryKey KEY = EntryKey.of("key");

	private static final Map<String, Version> EPOCHS = Map.of(Epochs.CACHE, new Version(1, 2));

	private final TestTime time = new TestTime();

	private final CacheObserver observer = new CacheObserver("cache", List.of());

	static Stream<Arguments> forms() {
		return Stream.of(CompressionType.values())
			.flatMap((type) -> Stream.of(Arguments.of(type, false), Arguments.of(type, true)));
	}

	private ValueFormat format(CompressionType type, boolean encrypted) {
		TestSettings settings = new TestSettings();
		settings.compression = new CompressionSettings(type, ValueSettings.BUILT_IN.compression().threshold());
		settings.encrypted = encrypted;
		return new ValueFormat("cache", settings.build(), new TestCodec().asCodecs(), new ValueTypes((ignored) -> {
		}), new KeyLayout("prefix", "cache", Limits.NONE), ValueTransformsTests.KEYS, Long.MAX_VALUE);
	}

	private List<byte[]> sound(ValueFormat format) {
		List<byte[]> sound = new ArrayList<>();
		for (Object value : Arrays.asList("a", "text ".repeat(1000), null, 7L)) {
			StoredRecord written = format.write(KEY, value, EPOCHS, new Version(3, 4),
					new Life(this.time.instant(), null, null), Validators.NONE);
			assertThat(judge(format, written.content()).isHit()).isTrue();
			sound.add(written.content());
		}
		return sound;
	}

	private Reading judge(ValueFormat format, byte[] content) {
		RecordReader reader = new RecordReader(format, this.time, this.observer,
				Lifetime.of(new TestSettings().build()));
		StoredRecord stored = StoredRecord.of(content, new Version(3, 4), null);
		return reader.judge(KEY, reader.open(KEY, stored), EPOCHS);
	}

	@ParameterizedTest
	@MethodSource("forms")
	void whatHasChangedIsNeverAnythingButAMiss(CompressionType type, boolean encrypted) {
		ValueFormat format = format(type, encrypted);
		List<byte[]> sound = sound(format);
		Random random = new Random(SEED);
		for (int i = 0; i < INPUTS; i++) {
			byte[] from = sound.get(random.nextInt(sound.size()));
			byte[] changed = mutate(from, random);
			if (judge(format, changed).isHit() && !Arrays.equals(from, changed)) {
				throw new AssertionError("A hit with seed %d, input %d".formatted(SEED, i));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("forms")
	void aSoundChecksumMakesNoEncryptedValueAuthentic(CompressionType type, boolean encrypted) {
		ValueFormat format = format(type, encrypted);
		List<byte[]> sound = sound(format);
		Random random = new Random(SEED);
		for (int i = 0; i < INPUTS; i++) {
			byte[] from = sound.get(random.nextInt(sound.size()));
			byte[] changed = withChecksum(mutate(from, random));
			boolean hit = judge(format, changed).isHit();
			if (hit && encrypted) {
				assertSameValue(Envelope.read(changed), Envelope.read(from), "seed %d, input %d".formatted(SEED, i));
			}
		}
	}

	private static void assertSameValue(Envelope actual, Envelope expected, String description) {
		assertThat(actual.codec()).as(description).isEqualTo(expected.codec());
		assertThat(actual.value()).as(description).isEqualTo(expected.value());
	}

	@ParameterizedTest
	@MethodSource("forms")
	void changedValuesAreRefusedByNothingButACodecException(CompressionType type, boolean encrypted) {
		ValueTransforms transforms = new ValueTransforms("cache", ValueTransformsTests.values(type, encrypted),
				ValueTransformsTests.KEYS);
		EncodedValue sound = transforms.apply(KEY, new EncodedValue("java", new byte[5000]));
		Random random = new Random(SEED);
		for (int i = 0; i < INPUTS; i++) {
			byte[] changed = mutate(sound.bytes(), random);
			try {
				transforms.undo(KEY, new EncodedValue(sound.form(), changed));
				if (encrypted && !Arrays.equals(changed, sound.bytes())) {
					throw new AssertionError("Authentic with seed %d, input %d".formatted(SEED, i));
				}
			}
			catch (CodecException ex) {
				// What it should be
			}
		}
	}

	private static byte[] mutate(byte[] sound, Random random) {
		byte[] bytes = sound.clone();
		if (random.nextInt(4) == 0) {
			bytes = Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(41) - 20));
		}
		for (int changes = random.nextInt(5); changes >= 0 && bytes.length > 0; changes--) {
			int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 120));
			bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ (1 << random.nextInt(8)));
		}
		return bytes;
	}

	private static byte[] withChecksum(byte[] bytes) {
		if (bytes.length < 6) {
			return bytes;
		}
		bytes[0] = 1;
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 5, bytes.length - 5);
		ByteBuffer.wrap(bytes).putInt(1, (int) checksum.getValue());
		return bytes;
	}

}
