package io.cachebridge.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

/**
 * Writes values by Java serialization. Every class that a value is made of must be
 * allowed and serializable; what comes back is what Java serialization gives back.
 * Proxies are refused.
 * <p>
 * Names of classes are held against the allow-list before anything is loaded, and depth,
 * references and lengths of arrays are limited. Values of a class whose
 * {@code serialVersionUID} is another one are unknown, not damaged.
 * <p>
 * The filter bounds depth, references and bytes, yet a few crafted bytes of nested hash
 * sets can keep a reader busy for long. Use this codec only where nobody but the
 * application writes to the store.
 */
public final class JdkCodec implements ValueCodec {

	private final SerialTypes types;

	/**
	 * Creates a codec that finds classes through the class loader of the calling thread.
	 * @param allowed the types that may be stored
	 */
	public JdkCodec(TypeAllowList allowed) {
		this(allowed, Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
	}

	/**
	 * Creates a codec.
	 * @param allowed the types that may be stored
	 * @param loader finds classes that bytes name
	 */
	public JdkCodec(TypeAllowList allowed, ClassLoader loader) {
		this.types = new SerialTypes(allowed, loader);
	}

	@Override
	public String id() {
		return "jdk";
	}

	@Override
	public byte[] encode(Object value, Type type) {
		return CodecFailures.encoding(value, () -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
			try (ObjectOutputStream out = new AllowedOutput(bytes, value)) {
				out.writeObject(value);
			}
			return bytes.toByteArray();
		});
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		return CodecFailures.decoding(() -> {
			SerialFilter filter = new SerialFilter(bytes.length);
			try (ObjectInputStream in = new AllowedInput(bytes, filter)) {
				Object value = in.readObject();
				if (value == null) {
					throw new CodecException("No value");
				}
				return value;
			}
			catch (InvalidClassException ex) {
				throw filter.hasRefused() ? new CodecException("Value is too large or nested too deeply", ex)
						: new UnknownTypeException("Class is another one here: " + ex.getMessage(), ex);
			}
		});
	}

	private final class AllowedOutput extends ObjectOutputStream {

		private final Class<?> root;

		AllowedOutput(OutputStream out, Object value) throws IOException {
			super(out);
			this.root = value.getClass();
			enableReplaceObject(true);
		}

		/**
		 * Looks before the stream does, which would write its own failure as an object.
		 */
		@Override
		protected Object replaceObject(Object object) {
			if (!(object instanceof Serializable)) {
				throw new CodecException(
						"Class %s in a value of %s is not serializable; implement Serializable or use the codec 'json'"
							.formatted(object.getClass().getName(), this.root.getName()));
			}
			return object;
		}

		@Override
		protected void annotateClass(Class<?> type) {
			JdkCodec.this.types.requireAllowed(type);
		}

		@Override
		protected void annotateProxyClass(Class<?> type) {
			throw new CodecException("Class %s cannot be stored, because it is a proxy".formatted(type.getName()));
		}

	}

	private final class AllowedInput extends ObjectInputStream {

		AllowedInput(byte[] bytes, ObjectInputFilter filter) throws IOException {
			super(new ByteArrayInputStream(bytes));
			setObjectInputFilter(filter);
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass description) {
			return JdkCodec.this.types.resolve(description.getName());
		}

		@Override
		protected Class<?> resolveProxyClass(String[] interfaces) {
			throw new UnknownTypeException("A proxy is not allowed here");
		}

	}

	/**
	 * Limits what bytes can cost. Classes are checked where they are resolved, which
	 * comes before any filter is asked.
	 */
	private static final class SerialFilter implements ObjectInputFilter {

		private static final int MAXIMUM_DEPTH = 2_000;

		private static final int MAXIMUM_REFERENCES = 10_000_000;

		private final long maximumArrayLength;

		private boolean refused;

		/**
		 * Creates a filter.
		 * @param length of the bytes: each element takes at least one, and a hash table
		 * is less than four times as long as it has elements
		 */
		SerialFilter(int length) {
			this.maximumArrayLength = 64 + 4L * length;
		}

		@Override
		public Status checkInput(FilterInfo info) {
			boolean fits = info.depth() <= MAXIMUM_DEPTH && info.references() <= MAXIMUM_REFERENCES
					&& info.arrayLength() <= this.maximumArrayLength;
			if (!fits) {
				this.refused = true;
				return Status.REJECTED;
			}
			@Nullable Class<?> type = info.serialClass();
			return (type == null || !java.lang.reflect.Proxy.isProxyClass(type)) ? Status.ALLOWED : Status.REJECTED;
		}

		boolean hasRefused() {
			return this.refused;
		}

	}

}
