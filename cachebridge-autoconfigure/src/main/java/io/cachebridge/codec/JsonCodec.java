package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.ClassUtils;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

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
public final class JsonCodec implements ValueCodec {

	private static final int END_OF_TYPE = ' ';

	private static final int MAXIMUM_CACHED = 2000;

	private final JsonFactory factory = JsonMappers.factory();

	private final JsonMapper mapper;

	private final TypeDescriptors descriptors;

	private final RootTypes rootTypes;

	private final FirstSightings sightings;

	private final Map<JavaType, Root> roots = new ConcurrentHashMap<>();

	private final Map<String, ObjectReader> readers = new ConcurrentHashMap<>();

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
		TypeNames names = new TypeNames(allowed, loader);
		ValueKinds kinds = new ValueKinds(names);
		this.sightings = new FirstSightings(this::requireReadable);
		this.mapper = JsonMappers.derive(mapper, names, new RuntimeTyping(names, kinds, this.sightings),
				this.sightings);
		this.descriptors = new TypeDescriptors(names, this.mapper.getTypeFactory());
		this.rootTypes = new RootTypes(this.mapper.getTypeFactory(), names, kinds);
	}

	@Override
	public String id() {
		return "json";
	}

	@Override
	public byte[] encode(Object value, Type type) {
		return CodecFailures.encoding(value, () -> {
			long before = this.sightings.count();
			Root root = root(this.rootTypes.typeOf(value, type));
			byte[] bytes = write(value, root);
			if (this.sightings.count() != before) {
				prove(value, bytes);
			}
			return bytes;
		});
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		return CodecFailures.decoding(() -> {
			int end = endOfType(bytes);
			ObjectReader reader = reader(new String(bytes, 0, end, StandardCharsets.UTF_8));
			int start = end + 1;
			try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), bytes, start,
					bytes.length - start)) {
				Object value = (parser.nextToken() != null) ? reader.readValue(parser) : null;
				if (value == null || parser.nextToken() != null) {
					throw new CodecException("Not exactly one value");
				}
				return value;
			}
		});
	}

	private static int endOfType(byte[] bytes) {
		int limit = Math.min(bytes.length, TypeDescriptors.MAXIMUM_LENGTH + 1);
		for (int i = 0; i < limit; i++) {
			if (bytes[i] == END_OF_TYPE) {
				return i;
			}
		}
		throw new CodecException("No type in front of the value");
	}

	private Root root(JavaType type) {
		Root root = this.roots.get(type);
		if (root == null) {
			byte[] descriptor = (this.descriptors.print(type) + (char) END_OF_TYPE).getBytes(StandardCharsets.UTF_8);
			requireReadable(type);
			root = new Root(descriptor, this.mapper.writerFor(type));
			if (this.roots.size() < MAXIMUM_CACHED) {
				this.roots.put(type, root);
			}
		}
		this.sightings.seeRoot(type);
		return root;
	}

	private byte[] write(Object value, Root root) {
		BufferRecycler buffers = this.factory._getBufferRecycler();
		try (ByteArrayBuilder out = new ByteArrayBuilder(buffers)) {
			out.write(root.descriptor());
			try (JsonGenerator generator = this.factory.createGenerator(ObjectWriteContext.empty(), out)) {
				root.writer().writeValue(generator, value);
			}
			if (out.size() > JsonMappers.MAXIMUM_LENGTH) {
				throw new CodecException("JSON of %d bytes is too long".formatted(out.size()));
			}
			return out.getClearAndRelease();
		}
		finally {
			buffers.releaseToPool();
		}
	}

	private void prove(Object value, byte[] bytes) {
		try {
			Object back = decode(bytes, Object.class);
			if (!StateEquality.equal(value, back)) {
				throw new CodecException("Class %s cannot be stored, because another value would come back"
					.formatted(value.getClass().getName()));
			}
		}
		catch (RuntimeException ex) {
			this.sightings.forget();
			throw ex;
		}
	}

	private void requireReadable(Class<?> type) {
		requireReadable(this.mapper.constructType(type));
	}

	// Has the deserializer made, with those of all that is declared below.
	private void requireReadable(JavaType type) {
		this.mapper.readerFor(type).readValue("null");
	}

	private ObjectReader reader(String descriptor) {
		ObjectReader reader = this.readers.get(descriptor);
		if (reader == null) {
			reader = this.mapper.readerFor(this.descriptors.parse(descriptor));
			if (this.readers.size() < MAXIMUM_CACHED) {
				this.readers.put(descriptor, reader);
			}
		}
		return reader;
	}

	private record Root(byte[] descriptor, ObjectWriter writer) {

	}

}
