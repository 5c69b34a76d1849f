package io.cachebridge.codec;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * Turns whatever goes wrong while values are written or read into what a codec may throw.
 * Errors are among it: bytes decide how deep is recursed and which class is initialized.
 */
final class CodecFailures {

	private static final int MAXIMUM_CAUSES = 20;

	private CodecFailures() {
	}

	static byte[] encoding(Object value, Action<byte[]> action) {
		try {
			return action.run();
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			CodecException own = own(ex);
			throw (own != null && own.getClass() == CodecException.class) ? own : new CodecException(
					"Class %s cannot be stored: %s".formatted(value.getClass().getName(), reason(ex)), causeOf(ex));
		}
	}

	static Object decoding(Action<Object> action) {
		try {
			return action.run();
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			CodecException own = own(ex);
			if (own != null) {
				throw own;
			}
			throw new CodecException("Value cannot be read: " + reason(ex), causeOf(ex));
		}
	}

	static @Nullable CodecException own(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAXIMUM_CAUSES && cause != null; i++) {
			if (cause instanceof CodecException own) {
				return own;
			}
			cause = cause.getCause();
		}
		return null;
	}

	private static String reason(Throwable ex) {
		return (ex instanceof StackOverflowError) ? "nested too deeply" : String.valueOf(ex.getMessage());
	}

	// The trace of an overflow is long and tells nothing.
	private static @Nullable Throwable causeOf(Throwable ex) {
		return (ex instanceof StackOverflowError) ? null : ex;
	}

	/**
	 * What may go wrong.
	 *
	 * @param <T> what comes of it
	 */
	@FunctionalInterface
	interface Action<T> {

		T run() throws Exception;

	}

}
