package io.cachebridge.core;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.core.InvalidationMessage.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class InvalidationMessageTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "key", "\u00fc \uD83D\uDE00", "~(a,%0000)" })
	void readsWhatItWrote(String keyName) {
		InvalidationMessage message = new InvalidationMessage(-1, Long.MAX_VALUE, Kind.KEY, "books \u00fc", keyName);
		assertThat(InvalidationMessage.read(message.write(256))).isEqualTo(message);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void readsEveryKind(Kind kind) {
		InvalidationMessage message = new InvalidationMessage(7, 1, kind, "", "");
		assertThat(InvalidationMessage.read(message.write(256))).isEqualTo(message);
	}

	@Test
	void becomesAMessageAboutAllKeysWhenTooLong() {
		InvalidationMessage message = new InvalidationMessage(7, 1, Kind.KEY, "books", "k".repeat(256 - 25));
		assertThat(message.write(256)).hasSize(256);
		assertThat(InvalidationMessage.read(message.write(256))).isEqualTo(message);
		assertThat(message.write(255)).hasSizeLessThan(255);
		assertThat(InvalidationMessage.read(message.write(255)))
			.isEqualTo(new InvalidationMessage(7, 1, Kind.ALL, "books", ""));
	}

	@Test
	void ignoresOtherFormatsAndKinds() {
		byte[] format = new InvalidationMessage(7, 1, Kind.KEY, "books", "key").write(256);
		format[0] = 2;
		assertThat(InvalidationMessage.read(format)).isNull();
		byte[] kind = new InvalidationMessage(7, 1, Kind.KEY, "books", "key").write(256);
		kind[17] = 4;
		assertThat(InvalidationMessage.read(kind)).isNull();
	}

	@Test
	void ignoresWhatIsCutOff() {
		byte[] bytes = new InvalidationMessage(7, 1, Kind.KEY, "books", "key").write(256);
		for (int length = 0; length < bytes.length - 3; length++) {
			assertThat(InvalidationMessage.read(Arrays.copyOf(bytes, length))).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void ignoresGarbage(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 5000; i++) {
			byte[] bytes = new byte[random.nextInt(60)];
			random.nextBytes(bytes);
			if (bytes.length > 0) {
				bytes[0] = (byte) random.nextInt(3);
			}
			assertThatCode(() -> InvalidationMessage.read(bytes)).doesNotThrowAnyException();
		}
	}

}
