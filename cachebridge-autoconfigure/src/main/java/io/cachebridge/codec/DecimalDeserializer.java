package io.cachebridge.codec;

import java.math.BigDecimal;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads decimal numbers from the characters that the parser has, as there are many of
 * them in values and each would otherwise be copied twice.
 */
final class DecimalDeserializer extends StdScalarDeserializer<BigDecimal> {

	DecimalDeserializer() {
		super(BigDecimal.class);
	}

	@Override
	public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken() != JsonToken.VALUE_STRING) {
			return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
		}
		try {
			TextValues.requireBounded(parser.getStringLength());
			return new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
		}
		catch (IllegalArgumentException ex) {
			return (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, parser.getString(), "%s",
					ex.getMessage());
		}
	}

}
