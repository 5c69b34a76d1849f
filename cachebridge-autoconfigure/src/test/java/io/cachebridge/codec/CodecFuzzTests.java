package io.cachebridge.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.codecanary.Alarm;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with bytes that once were sound.
 */
class CodecFuzzTests {

	private static final int MUTATIONS = Integer.getInteger("cachebridge.fuzz.inputs", 20_000);

	private static final long SEED = Long.getLong("cachebridge.fuzz.seed", 20_250_101L);

	private static final RecordingClassLoader LOADER = new RecordingClassLoader();

	private static final TypeAllowList ALLOWED = new TypeAllowList(List.of("io.cachebridge.codec"));

	private static final List<byte[]> SPLICES = Stream
		.of("[", "]", "{", "}", ",", ":", "null", "-1", "1e999", "\"\"", "[\"List\",", "{\"Set\":", "<Object>", "[]",
				" ", "io.cachebridge.codecanary.Canary", "io.cachebridge.codec.Samples$Dog", "java.lang.Class",
				"Lio.cachebridge.codecanary.SerialCanary;")
		.map((text) -> text.getBytes(StandardCharsets.UTF_8))
		.toList();

	static Stream<ValueCodec> codecs() {
		return Stream.of(new JsonCodec(JsonMapper.shared(), ALLOWED, LOADER),
				new SmileCodec(JsonMapper.shared(), ALLOWED, LOADER), new JdkCodec(ALLOWED, LOADER),
				new ForyCodec(ForyCodecTests.allowed(), List.of(), LOADER));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void givesAnAllowedValueOrACodecExceptionForAnyBytes(ValueCodec codec) {
		Random random = new Random(SEED);
		List<byte[]> sound = sound(codec);
		Alarm.rung().clear();
		for (int i = 0; i < MUTATIONS; i++) {
			byte[] bytes = mutate(sound.get(random.nextInt(sound.size())), sound, random);
			decode(codec, bytes, "%s, seed %d, mutation %d".formatted(codec.id(), SEED, i));
		}
		assertThat(Alarm.rung()).isEmpty();
		assertThat(LOADER.asked()).allMatch(new SerialTypes(ALLOWED, LOADER)::allows);
	}

	private static void decode(ValueCodec codec, byte[] bytes, String description) {
		try {
			Object value = codec.decode(bytes, Object.class);
			Class<?> type = value.getClass();
			assertThat(type.getName()).as(description)
				.matches(".*(io\\.cachebridge\\.codec\\.|java\\.|\\[[BCDFIJSZ]).*");
		}
		catch (CodecException ex) {
			assertThat(ex).as(description).hasMessageMatching("(?s).+");
		}
		catch (Throwable ex) {
			throw new AssertionError(description, ex);
		}
	}

	private static List<byte[]> sound(ValueCodec codec) {
		List<byte[]> sound = new ArrayList<>();
		Samples.all().forEach((value) -> {
			try {
				sound.add(codec.encode(value, Object.class));
			}
			catch (CodecException ex) {
				assertThat(codec.id()).isEqualTo("jdk");
			}
		});
		return sound;
	}

	private static byte[] mutate(byte[] original, List<byte[]> others, Random random) {
		byte[] bytes = original;
		for (int i = random.nextInt(3); i >= 0; i--) {
			int at = random.nextInt(bytes.length + 1);
			int to = Math.min(bytes.length, at + random.nextInt(20));
			bytes = switch (random.nextInt(8)) {
				case 0 -> flipped(bytes, random);
				case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
				case 2 -> Arrays.copyOf(bytes, at);
				case 3 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
				case 5 -> bombed(bytes, at, random);
				case 4 -> joined(Arrays.copyOf(bytes, at), tail(others.get(random.nextInt(others.size())), random));
				default -> joined(joined(Arrays.copyOf(bytes, at), SPLICES.get(random.nextInt(SPLICES.size()))),
						Arrays.copyOfRange(bytes, to, bytes.length));
			};
		}
		return bytes;
	}

	private static byte[] flipped(byte[] bytes, Random random) {
		byte[] flipped = bytes.clone();
		if (flipped.length > 0) {
			flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
		}
		return flipped;
	}

	// A length that the bytes do not have, as variable or as fixed number.
	private static byte[] bombed(byte[] bytes, int at, Random random) {
		byte[] bombed = bytes.clone();
		int width = 1 + random.nextInt(5);
		for (int i = at; i < Math.min(at + width, bombed.length); i++) {
			bombed[i] = (byte) ((random.nextInt(4) > 0) ? 0xff : 0x7f);
		}
		return bombed;
	}

	private static byte[] tail(byte[] bytes, Random random) {
		return Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length);
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

}
