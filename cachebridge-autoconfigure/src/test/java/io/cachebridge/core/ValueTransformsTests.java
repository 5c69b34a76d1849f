package io.cachebridge.core;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValueTransformsTests {

	static final EncryptionKeys KEYS = keys("k1", "k1");

	private static final EntryKey KEY = EntryKey.of("key");

	private static final byte[] TEXT = "all work and no play ".repeat(500).getBytes(StandardCharsets.UTF_8);

	/**
	 * Returns keys, each of which is made of its id.
	 */
	static EncryptionKeys keys(String current, String... ids) {
		Map<String, byte[]> keys = new HashMap<>();
		for (String id : ids) {
			byte[] key = new byte[32];
			new Random(id.hashCode()).nextBytes(key);
			keys.put(id, key);
		}
		return new EncryptionKeys(keys, current);
	}

	static ValueSettings values(CompressionType type, boolean encrypted) {
		return new ValueSettings(DataSize.ofMegabytes(1), new CompressionSettings(type, DataSize.ofKilobytes(2)),
				encrypted);
	}

	private static ValueTransforms transforms(CompressionType type, boolean encrypted) {
		return new ValueTransforms("cache", values(type, encrypted), KEYS);
	}

	private static EncodedValue json(byte[] bytes) {
		return new EncodedValue("json", bytes);
	}

	private static void assertRestored(ValueTransforms transforms, EncodedValue stored, EncodedValue expected) {
		EncodedValue restored = transforms.undo(KEY, stored);
		assertThat(restored.form()).isEqualTo(expected.form());
		assertThat(restored.bytes()).isEqualTo(expected.bytes());
	}

	@ParameterizedTest
	@EnumSource
	void restoresWhatItTransformed(CompressionType type) {
		for (boolean encrypted : new boolean[] { false, true }) {
			ValueTransforms transforms = transforms(type, encrypted);
			EncodedValue stored = transforms.apply(KEY, json(TEXT));
			assertThat(stored.form())
				.isEqualTo("json" + ((type != CompressionType.NONE) ? "+" + type.name().toLowerCase(Locale.ROOT) : "")
						+ (encrypted ? "+aes-gcm:k1" : ""));
			assertRestored(transforms, stored, json(TEXT));
			assertRestored(transforms(CompressionType.NONE, false), stored, json(TEXT));
			if (type != CompressionType.NONE) {
				assertThat(stored.bytes()).hasSizeLessThan(TEXT.length / 5);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void restoresAnyBytesOfAnyLength(CompressionType type) {
		ValueTransforms transforms = new ValueTransforms("cache",
				new ValueSettings(DataSize.ofMegabytes(1), new CompressionSettings(type, DataSize.ofBytes(0)), false),
				KEYS);
		Random random = new Random(1);
		for (int i = 0; i < 500; i++) {
			byte[] bytes = new byte[random.nextInt(5000)];
			for (int j = 0; j < bytes.length; j++) {
				bytes[j] = (byte) random.nextInt(1 + i);
			}
			EncodedValue stored = transforms.apply(KEY, json(bytes));
			assertThat(stored.bytes().length).isLessThanOrEqualTo(bytes.length);
			assertRestored(transforms, stored, json(bytes));
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void keepsWhatDoesNotBecomeSmaller(CompressionType type) {
		byte[] noise = new byte[5000];
		new Random(1).nextBytes(noise);
		EncodedValue value = json(noise);
		assertThat(transforms(type, false).apply(KEY, value)).isSameAs(value);
	}

	@Test
	void compressesFromTheThresholdOn() {
		ValueTransforms transforms = transforms(CompressionType.DEFLATE, false);
		assertThat(transforms.apply(KEY, json(new byte[2047])).form()).isEqualTo("json");
		assertThat(transforms.apply(KEY, json(new byte[2048])).form()).isEqualTo("json+deflate");
	}

	@Test
	void leavesValuesAsTheyAreUnlessSet() {
		EncodedValue value = json(TEXT);
		ValueTransforms transforms = transforms(CompressionType.NONE, false);
		assertThat(transforms.apply(KEY, value)).isSameAs(value);
		assertThat(transforms.undo(KEY, value)).isSameAs(value);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void refusesWhatStandsForMoreThanIsRead(CompressionType type) {
		byte[] large = new byte[(int) ValueCompression.READ_ANYWAY.toBytes() + 1];
		byte[] compressed = Compressor.of(type).compress(large);
		assertThat(compressed).hasSizeLessThan(100_000);
		String form = ValueForm.compressed("json", type);
		ValueTransforms transforms = transforms(CompressionType.NONE, false);
		for (int length : new int[] { large.length, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1,
				compressed.length }) {
			assertThatExceptionOfType(CodecException.class).as("%d", length)
				.isThrownBy(() -> transforms.undo(KEY, new EncodedValue(form, withLength(length, compressed))))
				.isNotInstanceOf(UnknownTypeException.class);
		}
		ValueTransforms larger = new ValueTransforms("cache",
				new ValueSettings(DataSize.ofMegabytes(17), ValueSettings.BUILT_IN.compression(), false), KEYS);
		assertThat(larger.undo(KEY, new EncodedValue(form, withLength(large.length, compressed))).bytes())
			.hasSameSizeAs(large);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void refusesWhatStandsForMoreOrLessThanItSays(CompressionType type) {
		byte[] compressed = Compressor.of(type).compress(new byte[10_000_000]);
		String form = ValueForm.compressed("json", type);
		ValueTransforms transforms = transforms(CompressionType.NONE, false);
		for (int length : new int[] { 9_999_999, 10_000_001, 200_000 }) {
			assertThatExceptionOfType(CodecException.class).as("%d", length)
				.isThrownBy(() -> transforms.undo(KEY, new EncodedValue(form, withLength(length, compressed))));
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void aBombCostsNoMoreMemoryThanTheLengthItSays(CompressionType type) {
		byte[] bomb = Compressor.of(type).compress(new byte[64 << 20]);
		String form = ValueForm.compressed("json", type);
		ValueTransforms transforms = transforms(CompressionType.NONE, false);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory
			.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
		for (int length : new int[] { 64 << 20, Integer.MAX_VALUE, 1 << 20 }) {
			EncodedValue value = new EncodedValue(form, withLength(length, bomb));
			long before = threads.getCurrentThreadAllocatedBytes();
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> transforms.undo(KEY, value));
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("%d", length).isLessThan(4 << 20);
		}
	}

	@Test
	void refusesABombThatSaysItIsSmall() {
		Deflater deflater = new Deflater(9, true);
		byte[] zeros = new byte[1 << 20];
		ByteBuffer bomb = ByteBuffer.allocate(16 << 20);
		byte[] part = new byte[1 << 16];
		for (int i = 0; i < 64; i++) {
			deflater.setInput(zeros);
			while (!deflater.needsInput()) {
				bomb.put(part, 0, deflater.deflate(part));
			}
		}
		deflater.end();
		byte[] compressed = new byte[bomb.position()];
		bomb.flip().get(compressed);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> transforms(CompressionType.NONE, false)
			.undo(KEY, new EncodedValue("json+deflate", withLength(1 << 20, compressed))));
	}

	private static byte[] withLength(int length, byte[] compressed) {
		return ByteBuffer.allocate(4 + compressed.length).putInt(length).put(compressed).array();
	}

	@Test
	void encryptsTheSameValueDifferentlyEachTime() {
		ValueTransforms transforms = transforms(CompressionType.NONE, true);
		EncodedValue one = transforms.apply(KEY, json(TEXT));
		EncodedValue other = transforms.apply(KEY, json(TEXT));
		assertThat(one.bytes()).isNotEqualTo(other.bytes()).hasSize(12 + TEXT.length + 16);
		assertThat(new String(one.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("play");
	}

	@Test
	void encryptsNullToo() {
		ValueTransforms transforms = transforms(CompressionType.DEFLATE, true);
		EncodedValue stored = transforms.apply(KEY, EncodedValue.NULL);
		assertThat(stored.form()).isEqualTo("+aes-gcm:k1");
		assertThat(transforms.undo(KEY, stored).isNull()).isTrue();
		assertThat(transforms.isServed("")).isFalse();
	}

	@Test
	void refusesAValueOfAnotherPlaceOrForm() {
		EncodedValue stored = transforms(CompressionType.DEFLATE, true).apply(KEY, json(TEXT));
		ValueTransforms transforms = transforms(CompressionType.DEFLATE, true);
		ValueTransforms otherCache = new ValueTransforms("cachf", values(CompressionType.DEFLATE, true), KEYS);
		refuses(transforms, EntryKey.of("other"), stored);
		refuses(transforms, EntryKey.of("kez"), stored);
		refuses(otherCache, KEY, stored);
		refuses(new ValueTransforms("cach", values(CompressionType.DEFLATE, true), KEYS), EntryKey.named("ekey"),
				stored);
		refuses(transforms, KEY, new EncodedValue("json+aes-gcm:k1", stored.bytes()));
		refuses(transforms, KEY, new EncodedValue("jdk+deflate+aes-gcm:k1", stored.bytes()));
		refuses(transforms, KEY, new EncodedValue("+aes-gcm:k1", stored.bytes()));
		refuses(transforms, KEY, new EncodedValue(stored.form(), new byte[27]));
		refuses(transforms, KEY, new EncodedValue(stored.form(), new byte[28]));
		assertRestored(transforms, stored, json(TEXT));
	}

	private static void refuses(ValueTransforms transforms, EntryKey key, EncodedValue value) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> transforms.undo(key, value))
			.isNotInstanceOf(UnknownTypeException.class);
	}

	@Test
	void refusesOtherBytesUnderTheSameKeyId() {
		EncodedValue stored = transforms(CompressionType.NONE, true).apply(KEY, json(TEXT));
		EncryptionKeys wrong = new EncryptionKeys(Map.of("k1", new byte[32]), "k1");
		refuses(new ValueTransforms("cache", values(CompressionType.NONE, true), wrong), KEY, stored);
	}

	@Test
	void doesNotKnowAKeyItDoesNotHave() {
		EncodedValue stored = transforms(CompressionType.NONE, true).apply(KEY, json(TEXT));
		ValueTransforms other = new ValueTransforms("cache", values(CompressionType.NONE, true), keys("k2", "k2"));
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> other.undo(KEY, stored))
			.withMessageContaining("'k1'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "json+", "json+snappy", "json+deflate+deflate", "json+aes-gcm:k1+deflate", "json+aes-gcm:",
			"json+aes-gcm:k1+aes-gcm:k1", "json+aes-gcm:K1", "json+deflate+lz4", "+deflate", "+", "json+aes-gcm:k1\n",
			"json:x+deflate", "json+DEFLATE" })
	void doesNotKnowAnyOtherForm(String form) {
		ValueTransforms transforms = transforms(CompressionType.NONE, false);
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> transforms.undo(KEY, new EncodedValue(form, new byte[100])));
	}

	@Test
	void encryptsWithAKeyOf16BytesToo() {
		EncryptionKeys small = new EncryptionKeys(Map.of("small", new byte[16]), "small");
		ValueTransforms transforms = new ValueTransforms("cache", values(CompressionType.NONE, true), small);
		assertRestored(transforms, transforms.apply(KEY, json(TEXT)), json(TEXT));
	}

	@Test
	void refusesKeysThatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EncryptionKeys(Map.of("k1", new byte[24]), null));
		assertThatIllegalArgumentException().isThrownBy(() -> new EncryptionKeys(Map.of("K+", new byte[16]), null));
		assertThatIllegalArgumentException().isThrownBy(() -> new EncryptionKeys(Map.of(), "k1"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ValueTransforms("cache", values(CompressionType.NONE, true), EncryptionKeys.NONE));
	}

	@Test
	void neverTellsAKey() {
		assertThat(new EncryptionKeys(Map.of("k1", "sixteen bytes...".getBytes(StandardCharsets.UTF_8)), "k1"))
			.hasToString("EncryptionKeys[ids=[k1], current=k1]");
	}

}
