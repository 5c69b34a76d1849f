package io.cachebridge.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.core.NodeMessage.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class NodeMessageTests {

	private static final int FIXED_BYTES = 21;

	private static NodeMessage about(Kind kind, String cache, String name) {
		return NodeMessage.about(7, 1, kind, new CacheNews(cache, name, true));
	}

	private static byte[] written(NodeMessage message) {
		return Objects.requireNonNull(message.write(256));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "key", "\u00fc \uD83D\uDE00", "~(a,%0000)" })
	void readsWhatItWrote(String name) {
		NodeMessage message = NodeMessage.about(-1, Long.MAX_VALUE, Kind.KEY,
				new CacheNews("books \u00fc", name, false));
		assertThat(NodeMessage.read(written(message))).isEqualTo(message);
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "HEARTBEAT", "GOODBYE" })
	void readsWhatASenderSaysOfItself(Kind kind) {
		NodeMessage message = NodeMessage.of(7, 5, kind, new Pulse(9, 4, Duration.ofDays(3).plusNanos(1)));
		assertThat(NodeMessage.read(written(message))).isEqualTo(message);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void readsEveryKind(Kind kind) {
		assertThat(NodeMessage.read(written(about(kind, "", "")))).isEqualTo(about(kind, "", ""));
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "KEY", "TAG" })
	void becomesAMessageAboutAllKeysWhenTooLong(Kind kind) {
		CacheNews news = new CacheNews("books", "k".repeat(256 - FIXED_BYTES - 5), false);
		NodeMessage message = NodeMessage.about(7, 1, kind, news);
		assertThat(message.writeWidened(256)).hasSize(256).isEqualTo(message.write(256));
		assertThat(message.write(255)).isNull();
		assertThat(NodeMessage.read(message.writeWidened(255)))
			.isEqualTo(NodeMessage.about(7, 1, Kind.ANY, new CacheNews("books", "", false)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 250, 70_000 })
	void becomesAMessageAboutAllCachesWhenTheNameOfTheCacheIsTooLong(int length) {
		NodeMessage message = about(Kind.KEY, "c".repeat(length), "key");
		assertThat(NodeMessage.read(message.writeWidened(256))).isEqualTo(about(Kind.ANY, "", ""));
	}

	@Test
	void becomesAMessageAboutAllKeysWhenTheNameIsNoText() {
		assertThat(NodeMessage.read(about(Kind.TAG, "books", "half \uD83D").writeWidened(256)))
			.isEqualTo(about(Kind.ANY, "books", ""));
	}

	@Test
	void ignoresOtherFormatsAndKinds() {
		byte[] format = written(about(Kind.KEY, "books", "key"));
		format[0] = 2;
		assertThat(NodeMessage.read(format)).isNull();
		byte[] kind = written(about(Kind.KEY, "books", "key"));
		kind[17] = 99;
		assertThat(NodeMessage.read(kind)).isNull();
	}

	@Test
	void knowsWhoHasSentWhatItCannotRead() {
		byte[] message = written(about(Kind.KEY, "books", "key"));
		for (byte format : new byte[] { 1, 2, 31 }) {
			message[0] = format;
			assertThat(NodeMessage.readSender(message)).isEqualTo(7);
			assertThat(NodeMessage.readSender(Arrays.copyOf(message, 9))).isEqualTo(7);
			assertThat(NodeMessage.readSender(Arrays.copyOf(message, 8))).isNull();
		}
		for (byte format : new byte[] { -1, 0, 32, 'n' }) {
			message[0] = format;
			assertThat(NodeMessage.readSender(message)).isNull();
		}
		assertThat(NodeMessage.readSender(new byte[0])).isNull();
	}

	@Test
	void theSenderStandsWhereItAlwaysWill() {
		assertThat(written(NodeMessage.about(0x0102030405060708L, 1, Kind.HELLO, CacheNews.NONE))).startsWith(1, 1, 2,
				3, 4, 5, 6, 7, 8);
	}

	@Test
	void ignoresWhatIsCutOff() {
		byte[] bytes = written(about(Kind.KEY, "books", "key"));
		for (int length = 0; length < bytes.length - 3; length++) {
			assertThat(NodeMessage.read(Arrays.copyOf(bytes, length))).isNull();
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
			assertThatCode(() -> NodeMessage.read(bytes)).doesNotThrowAnyException();
		}
	}

}
