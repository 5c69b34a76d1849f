package io.cachebridge.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.springframework.util.ClassUtils;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;

import io.cachebridge.spi.ValueCodec;

/**
 * The codecs that keep to the rules of JSON, each with what tests write as text in its
 * own form.
 */
enum JacksonFormat {

	JSON {

		@Override
		ValueCodec codec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
			return new JsonCodec(mapper, allowed, loader);
		}

		@Override
		byte[] stored(String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		String text(byte[] stored) {
			return new String(stored, StandardCharsets.UTF_8);
		}

	},

	SMILE {

		@Override
		ValueCodec codec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
			return new SmileCodec(mapper, allowed, loader);
		}

		@Override
		byte[] stored(String text) {
			int start = text.indexOf(' ') + 1;
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(text.substring(0, start).getBytes(StandardCharsets.UTF_8));
			copy(text.substring(start).getBytes(StandardCharsets.UTF_8), JSON_FACTORY, SMILE_FACTORY, bytes);
			return bytes.toByteArray();
		}

		@Override
		String text(byte[] stored) {
			String text = new String(stored, StandardCharsets.ISO_8859_1);
			int start = text.indexOf(' ') + 1;
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(text.substring(0, start).getBytes(StandardCharsets.ISO_8859_1));
			copy(text.substring(start).getBytes(StandardCharsets.ISO_8859_1), SMILE_FACTORY, JSON_FACTORY, bytes);
			return bytes.toString(StandardCharsets.UTF_8);
		}

	};

	private static final TokenStreamFactory JSON_FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_000_000).build())
		.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.build();

	private static final TokenStreamFactory SMILE_FACTORY = SmileFactory.builder()
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(1_000_000).build())
		.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.build();

	private static final int NOTHING_IN_SMILE = 0xfe;

	/**
	 * Creates the codec.
	 * @param mapper the application's mapper
	 * @param allowed the types that may be stored
	 * @param loader finds classes
	 * @return the codec
	 */
	abstract ValueCodec codec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader);

	/**
	 * Returns a type and JSON in this format, as far as it is JSON and something broken
	 * from there.
	 * @param text the text
	 * @return the bytes
	 */
	abstract byte[] stored(String text);

	/**
	 * Returns bytes of this format as text.
	 * @param stored the bytes
	 * @return a type and JSON
	 */
	abstract String text(byte[] stored);

	ValueCodec codec(JsonMapper mapper, TypeAllowList allowed) {
		return codec(mapper, allowed, Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
	}

	private static void copy(byte[] from, TokenStreamFactory reader, TokenStreamFactory writer,
			ByteArrayOutputStream to) {
		try (JsonGenerator generator = writer.createGenerator(ObjectWriteContext.empty(), to);
				JsonParser parser = reader.createParser(ObjectReadContext.empty(), from)) {
			try {
				while (parser.nextToken() != null) {
					generator.copyCurrentEvent(parser);
				}
			}
			catch (StreamReadException ex) {
				generator.flush();
				to.write(NOTHING_IN_SMILE);
			}
		}
	}

}
