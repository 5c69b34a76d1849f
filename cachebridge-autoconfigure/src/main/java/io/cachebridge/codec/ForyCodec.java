package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

import org.apache.fory.exception.ClassNotCompatibleException;
import org.apache.fory.exception.ForyException;
import org.apache.fory.exception.InsecureException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

/**
 * Writes values by Apache Fory, in its compatible mode: fewer bytes than JSON, written
 * and read faster. For values of registered classes only: what can be reached from the
 * types that cached methods declare, or from classes that are named, and the values and
 * collections of the JDK that the codec {@code json} knows. Packages are of no use to it,
 * as their classes cannot be listed.
 * <p>
 * Classes and constants of enums stand in the bytes by their names, so that no order of
 * registration matters, and nodes may know different ones. What names a class that is not
 * registered is unknown, and neither loaded nor created. A component or field that a
 * stored value lacks comes back as {@code null}, zero or {@code false}; one that it has
 * too many is ignored. What is the same object twice comes back as two, and cycles are
 * refused.
 * <p>
 * Classes that Java serialization has its own methods for ({@code readObject},
 * {@code writeReplace} and the like) are refused, and so are those whose state would not
 * come back as a whole.
 */
public final class ForyCodec implements ValueCodec {

	/**
	 * The property that names classes besides those of declared types.
	 */
	static final String PROPERTY = "cachebridge.codec.fory.classes";

	/**
	 * The first byte of all values. Another one means another format.
	 */
	private static final byte FORMAT = 1;

	private final TypeAllowList allowed;

	private final Set<String> named;

	private final ClassLoader loader;

	private volatile @Nullable Registered current;

	/**
	 * Creates a codec that finds classes through the class loader of the calling thread.
	 * @param allowed knows the types that methods declare
	 * @param classes names of more classes, with which goes what can be reached from them
	 */
	public ForyCodec(TypeAllowList allowed, Collection<String> classes) {
		this(allowed, classes, Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
	}

	/**
	 * Creates a codec.
	 * @param allowed knows the types that methods declare
	 * @param classes names of more classes, with which goes what can be reached from them
	 * @param loader finds the classes
	 * @throws IllegalArgumentException if one of these classes is not there, or of the
	 * JDK
	 */
	public ForyCodec(TypeAllowList allowed, Collection<String> classes, ClassLoader loader) {
		this.allowed = allowed;
		this.named = ForyClasses.reachable(classes, loader);
		this.loader = loader;
	}

	@Override
	public String id() {
		return "fory";
	}

	@Override
	public byte[] encode(Object value, Type type) {
		return CodecFailures.encoding(value, () -> {
			try {
				return pool().call((runtime) -> runtime.write(FORMAT, value));
			}
			catch (InsecureException ex) {
				throw new CodecException(
						"Class %s cannot be stored by the codec 'fory', because a class of it is not registered; add that to '%s' if it is one of the application, use another type if it is of the JDK: %s"
							.formatted(value.getClass().getName(), PROPERTY, ex.getMessage()),
						ex);
			}
		});
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		return CodecFailures.decoding(() -> {
			if (bytes.length == 0 || bytes[0] != FORMAT) {
				throw new CodecException("Not a format that the codec 'fory' knows");
			}
			try {
				return pool().call((runtime) -> runtime.read(bytes, 1));
			}
			catch (InsecureException | ClassNotCompatibleException ex) {
				throw new UnknownTypeException("Value that is not registered or too large here: " + ex.getMessage(),
						ex);
			}
			catch (ForyException ex) {
				if (isUnknownConstant(ex)) {
					throw new UnknownTypeException("Value of another version of an enum", ex);
				}
				if (isOneVersionTooMany(ex)) {
					throw new UnknownTypeException("Value of one more version of a class than are read here", ex);
				}
				throw ex;
			}
		});
	}

	// There is no exception of its own for it.
	private static boolean isUnknownConstant(ForyException ex) {
		Throwable cause = ex;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause instanceof IllegalArgumentException && String.valueOf(cause.getMessage()).startsWith("Enum ");
	}

	// Nor for this. Ten versions of a class are read, and always the one that is here.
	private static boolean isOneVersionTooMany(ForyException ex) {
		return String.valueOf(ex.getMessage()).startsWith("Remote schema version limit exceeded");
	}

	private ForyPool pool() {
		Registered registered = this.current;
		if (registered == null || registered.listed() != this.allowed.listed()) {
			registered = register();
		}
		return registered.pool();
	}

	// Types are declared while the application starts, and seldom after that.
	private synchronized Registered register() {
		Set<String> listed = this.allowed.listed();
		Registered registered = this.current;
		if (registered == null || registered.listed() != listed) {
			registered = new Registered(listed,
					new ForyPool(ForyClasses.of(listed, this.named, this.loader), this.loader));
			this.current = registered;
		}
		return registered;
	}

	private record Registered(Set<String> listed, ForyPool pool) {

	}

}
