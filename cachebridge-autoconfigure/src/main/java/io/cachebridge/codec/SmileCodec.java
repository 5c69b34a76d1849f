package io.cachebridge.codec;

import java.util.Objects;

import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/**
 * Writes values as the codec {@code json} does, by the same rules, but in Smile, the
 * binary form of JSON, in fewer bytes.
 * <p>
 * Texts that are not Unicode, because they hold half a surrogate pair, are refused.
 *
 * @see JsonCodec
 */
public final class SmileCodec extends JacksonCodec {

	/**
	 * Creates a codec that finds classes through the class loader of the calling thread.
	 * @param mapper the application's mapper; names, modules and own serializers are
	 * taken from it, everything that would lose something is overruled
	 * @param allowed the types that may be stored
	 */
	public SmileCodec(JsonMapper mapper, TypeAllowList allowed) {
		this(mapper, allowed, Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
	}

	/**
	 * Creates a codec.
	 * @param mapper the application's mapper; names, modules and own serializers are
	 * taken from it, everything that would lose something is overruled
	 * @param allowed the types that may be stored
	 * @param loader finds classes that bytes name
	 */
	public SmileCodec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
		super("smile", factory(), mapper, allowed, loader);
	}

	// Names and texts are written once. The header stays: it says which of this holds.
	private static SmileFactory factory() {
		return SmileFactory.builder()
			.streamReadConstraints(JsonMappers.constraints())
			.disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
			.enable(SmileWriteFeature.CHECK_SHARED_STRING_VALUES)
			.build();
	}

}
