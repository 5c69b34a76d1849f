package io.cachebridge.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

import io.cachebridge.spi.CodecException;

/**
 * Writes the keys of maps that are text. Halves of surrogate pairs can be read in values
 * and not in names.
 */
final class NameSerializer extends StdSerializer<String> {

	NameSerializer() {
		super(String.class);
	}

	@Override
	public void serialize(String name, JsonGenerator generator, SerializationContext context) {
		int length = name.length();
		for (int i = 0; i < length; i++) {
			if (Character.isSurrogate(name.charAt(i))) {
				if (i + 1 == length || !Character.isSurrogatePair(name.charAt(i), name.charAt(i + 1))) {
					throw new CodecException(
							"A key of a map cannot be stored, because it holds half of a surrogate pair");
				}
				i++;
			}
		}
		generator.writeName(name);
	}

}
