package io.cachebridge.codec;

import java.util.Map;

import org.apache.fory.Fory;

/**
 * Bytes as the codec {@code fory} would write them if it knew other classes and refused
 * none.
 */
final class ForyBytes {

	private ForyBytes() {
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @param classes the names under which classes are written
	 * @return the bytes
	 */
	static byte[] of(Object value, Map<Class<?>, String> classes) {
		Fory fory = Fory.builder()
			.withXlang(false)
			.withCompatible(true)
			.withRefTracking(false)
			.withNumberCompressed(true)
			.serializeEnumByName(true)
			.registerGuavaTypes(false)
			.withDeserializeUnknownClass(false)
			.requireClassRegistration(true)
			.withCodegen(false)
			.build();
		classes.forEach((type, name) -> {
			int dot = name.lastIndexOf('.');
			fory.register(type, name.substring(0, dot), name.substring(dot + 1));
		});
		byte[] content = fory.serialize(value);
		byte[] bytes = new byte[content.length + 1];
		bytes[0] = 1;
		System.arraycopy(content, 0, bytes, 1, content.length);
		return bytes;
	}

}
