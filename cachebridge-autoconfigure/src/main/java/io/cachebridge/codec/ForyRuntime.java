package io.cachebridge.codec;

import java.time.ZonedDateTime;
import java.util.List;

import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;
import org.apache.fory.resolver.ClassResolver;
import org.apache.fory.resolver.SharedRegistry;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * One instance of Fory with the settings of this library, for one thread at a time.
 */
final class ForyRuntime {

	/**
	 * As deep as JSON may be.
	 */
	private static final int MAXIMUM_DEPTH = 500;

	/**
	 * What a value may come to in memory, so that no few bytes can fill it.
	 */
	private static final long MAXIMUM_MEMORY = 256L * 1024 * 1024;

	private static final int INITIAL_BYTES = 1024;

	/**
	 * A buffer that a large value has made larger is not kept.
	 */
	private static final int MAXIMUM_KEPT_BYTES = 128 * 1024;

	private final Fory fory;

	private MemoryBuffer buffer = MemoryUtils.buffer(INITIAL_BYTES);

	private int failures;

	ForyRuntime(ForyClasses classes, ClassLoader loader, SharedRegistry shared) {
		this.fory = Fory.builder()
			.withXlang(false)
			.withCompatible(true)
			.withRefTracking(false)
			.withNumberCompressed(true)
			.serializeEnumByName(true)
			.requireClassRegistration(true)
			.withDeserializeUnknownClass(false)
			.registerGuavaTypes(false)
			.withMaxDepth(MAXIMUM_DEPTH)
			.withMaxGraphMemoryBytes(MAXIMUM_MEMORY)
			.withSharedRegistry(shared)
			.withClassLoader(loader)
			.withSerializerFactory(
					(resolver, type) -> ForyClasses.allows(type) ? null : new ForyRefusal<>(resolver.getConfig(), type))
			.build();
		refuseOthers();
		((ClassResolver) this.fory.getTypeResolver()).registerInternalSerializer(ZonedDateTime.class,
				new ForyZonedDateTime(this.fory.getConfig()));
		ForyClasses.MORE.forEach(this::register);
		classes.registered().forEach(this::register);
	}

	private void refuseOthers() {
		ClassResolver resolver = (ClassResolver) this.fory.getTypeResolver();
		for (Class<?> type : List.copyOf(resolver.getRegisteredClasses())) {
			if (!type.isPrimitive() && !ForyClasses.allows(type)) {
				resolver.registerInternalSerializer(type, new ForyRefusal<>(this.fory.getConfig(), type));
			}
		}
	}

	private void register(Class<?> type) {
		String name = type.getName();
		int dot = name.lastIndexOf('.');
		this.fory.register(type, (dot > 0) ? name.substring(0, dot) : "", name.substring(dot + 1));
	}

	byte[] write(byte format, Object value) {
		this.buffer.writerIndex(0);
		this.buffer.writeByte(format);
		this.fory.serialize(this.buffer, value);
		byte[] bytes = this.buffer.getBytes(0, this.buffer.writerIndex());
		if (this.buffer.size() > MAXIMUM_KEPT_BYTES) {
			this.buffer = MemoryUtils.buffer(INITIAL_BYTES);
		}
		return bytes;
	}

	Object read(byte[] bytes, int start) {
		MemoryBuffer content = MemoryUtils.wrap(bytes, start, bytes.length - start);
		@Nullable Object value = this.fory.deserialize(content);
		if (value == null || content.remaining() > 0) {
			throw new CodecException("Not exactly one value");
		}
		return value;
	}

	/**
	 * Tells whether this may be in disorder after a failure.
	 * @param failure the failure
	 * @return {@code true} if it is not to be used again
	 */
	boolean isSpoilt(RuntimeException failure) {
		this.failures++;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof Error) {
				return true;
			}
		}
		return false;
	}

	int failures() {
		return this.failures;
	}

}
