package io.cachebridge.codec;

import java.util.Objects;

import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes values as JSON behind a short text that tells their type, such as
 * {@code List<com.acme.Product> [{...},{...}]}. Within the JSON only values name their
 * type whose type is not the declared one.
 * <p>
 * What was put comes back equal and of the same type, or is refused: values and
 * collections of the JDK, records, enums, and classes whose fields can be given back
 * through a constructor or directly. Collections come back as an equal collection of the
 * same interface. The first value of each type is read back for proof before it is
 * stored, and every value that the application writes or reads in its own way.
 * <p>
 * Fields that a stored value has too many are ignored. A record whose stored value lacks
 * a component has been written by another version of the application, and is unknown.
 */
public final class JsonCodec extends JacksonCodec {

	/**
	 * Creates a codec that finds classes through the class loader of the calling thread.
	 * @param mapper the application's mapper; names, modules and own serializers are
	 * taken from it, everything that would lose something is overruled
	 * @param allowed the types that may be stored
	 */
	public JsonCodec(JsonMapper mapper, TypeAllowList allowed) {
		this(mapper, allowed, Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
	}

	/**
	 * Creates a codec.
	 * @param mapper the application's mapper; names, modules and own serializers are
	 * taken from it, everything that would lose something is overruled
	 * @param allowed the types that may be stored
	 * @param loader finds classes that bytes name
	 */
	public JsonCodec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
		super("json", JsonMappers.factory(), mapper, allowed, loader);
	}

}
