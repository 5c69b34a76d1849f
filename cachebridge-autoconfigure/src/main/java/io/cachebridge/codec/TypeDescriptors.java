package io.cachebridge.codec;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

import io.cachebridge.spi.CodecException;

/**
 * Writes types as text and reads them back: {@code Long}, {@code List<com.acme.Product>},
 * {@code com.acme.Page<com.acme.Product>}, {@code byte[]}. Arguments are left out where
 * nothing is known of any of them.
 */
final class TypeDescriptors {

	static final int MAXIMUM_LENGTH = 4096;

	private static final int MAXIMUM_DEPTH = 16;

	private final TypeNames names;

	private final TypeFactory types;

	TypeDescriptors(TypeNames names, TypeFactory types) {
		this.names = names;
		this.types = types;
	}

	/**
	 * Returns the descriptor of a type.
	 * @param type the type
	 * @return the descriptor
	 * @throws CodecException if it names a class that is not allowed
	 */
	String print(JavaType type) {
		StringBuilder text = new StringBuilder();
		print(type, text, 0);
		if (text.length() > MAXIMUM_LENGTH) {
			throw new CodecException(
					"Type '%s' is too long to be stored".formatted(TypeNames.printable(text.toString())));
		}
		return text.toString();
	}

	private void print(JavaType type, StringBuilder text, int depth) {
		if (depth > MAXIMUM_DEPTH) {
			throw new CodecException(
					"Type %s is nested too deeply to be stored".formatted(type.getRawClass().getName()));
		}
		if (type.isArrayType() && !type.getContentType().isPrimitive()) {
			print(type.getContentType(), text, depth + 1);
			text.append("[]");
			return;
		}
		text.append(this.names.nameOf(type.getRawClass()));
		List<JavaType> arguments = type.getBindings().getTypeParameters();
		if (!arguments.stream().allMatch(JavaType::isJavaLangObject)) {
			char separator = '<';
			for (JavaType argument : arguments) {
				text.append(separator);
				print(argument, text, depth + 1);
				separator = ',';
			}
			text.append('>');
		}
	}

	/**
	 * Returns the type of a descriptor.
	 * @param text the descriptor
	 * @return the type
	 * @throws CodecException if the text is none or names a class that is not allowed
	 */
	JavaType parse(String text) {
		Parser parser = new Parser(text);
		JavaType type = parser.type(0);
		if (parser.position != text.length()) {
			throw parser.malformed();
		}
		return type;
	}

	private final class Parser {

		private final String text;

		private int position;

		Parser(String text) {
			this.text = text;
		}

		private JavaType type(int depth) {
			if (depth > MAXIMUM_DEPTH) {
				throw malformed();
			}
			String name = name();
			Class<?> raw = this.accept("[]") ? TypeDescriptors.this.names.resolve(name + "[]")
					: TypeDescriptors.this.names.resolve(name);
			JavaType type = accept("<") ? parameterized(raw, depth) : TypeDescriptors.this.types.constructType(raw);
			while (accept("[]")) {
				type = TypeDescriptors.this.types.constructArrayType(type);
			}
			return type;
		}

		private JavaType parameterized(Class<?> raw, int depth) {
			List<JavaType> arguments = new ArrayList<>();
			do {
				arguments.add(type(depth + 1));
			}
			while (accept(","));
			if (!accept(">") || raw.getTypeParameters().length != arguments.size()) {
				throw malformed();
			}
			return TypeDescriptors.this.types.constructParametricType(raw, arguments.toArray(JavaType[]::new));
		}

		private String name() {
			int start = this.position;
			while (this.position < this.text.length() && "<>,[]".indexOf(this.text.charAt(this.position)) < 0) {
				this.position++;
			}
			return this.text.substring(start, this.position);
		}

		private boolean accept(String token) {
			boolean found = this.text.startsWith(token, this.position);
			this.position += found ? token.length() : 0;
			return found;
		}

		private CodecException malformed() {
			return new CodecException("Malformed type '%s'".formatted(TypeNames.printable(this.text)));
		}

	}

}
