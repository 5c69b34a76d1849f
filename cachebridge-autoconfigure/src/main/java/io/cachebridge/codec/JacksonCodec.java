package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

/**
 * Writes values in a format of Jackson behind a short text that tells their type. All
 * formats keep to the same rules, and differ in their bytes alone.
 */
abstract class JacksonCodec implements ValueCodec {

	private static final int END_OF_TYPE = ' ';

	private static final int MAXIMUM_CACHED = 2000;

	private final String id;

	private final TokenStreamFactory factory;

	private final JsonMapper mapper;

	private final TypeDescriptors descriptors;

	private final RootTypes rootTypes;

	private final FirstSightings sightings;

	private final Map<JavaType, Root> roots = new ConcurrentHashMap<>();

	private final Map<String, ObjectReader> readers = new ConcurrentHashMap<>();

	/**
	 * Creates a codec.
	 * @param id its id
	 * @param factory reads and writes the format
	 * @param mapper the application's mapper
	 * @param allowed the types that may be stored
	 * @param loader finds classes that bytes name
	 */
	JacksonCodec(String id, TokenStreamFactory factory, JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
		this.id = id;
		this.factory = factory;
		TypeNames names = new TypeNames(allowed, loader);
		ValueKinds kinds = new ValueKinds(names);
		this.sightings = new FirstSightings(this::requireReadable);
		this.mapper = JsonMappers.derive(mapper, names, new RuntimeTyping(names, kinds, this.sightings),
				this.sightings);
		this.descriptors = new TypeDescriptors(names, this.mapper.getTypeFactory());
		this.rootTypes = new RootTypes(this.mapper.getTypeFactory(), names, kinds);
	}

	@Override
	public final String id() {
		return this.id;
	}

	@Override
	public final byte[] encode(Object value, Type type) {
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
	public final Object decode(byte[] bytes, Type type) {
		return CodecFailures.decoding(() -> {
			int end = endOfType(bytes);
			ObjectReader reader = reader(new String(bytes, 0, end, StandardCharsets.UTF_8));
			int start = end + 1;
			try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), bytes, start,
					bytes.length - start)) {
				return read(reader, parser);
			}
		});
	}

	// What is well formed and does not fit a class fits another version of it.
	private static Object read(ObjectReader reader, JsonParser parser) {
		try {
			Object value = (parser.nextToken() != null) ? reader.readValue(parser) : null;
			if (value == null || parser.nextToken() != null) {
				throw new CodecException("Not exactly one value");
			}
			return value;
		}
		catch (DatabindException ex) {
			if (CodecFailures.own(ex) == null && !(ex.getCause() instanceof StreamReadException)) {
				throw new UnknownTypeException("Value of another version of a class: " + ex.getMessage(), ex);
			}
			throw ex;
		}
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
				throw new CodecException("%d bytes are too long for the codec '%s'".formatted(out.size(), this.id));
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
