package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are sound but name a codec, class or type that is not known or not allowed here.
 * Another node may well read them, a newer version of the application for example, so
 * they are a miss that is neither removed nor overwritten by a load.
 */
public final class UnknownTypeException extends CodecException {

	private static final long serialVersionUID = 1L;

	public UnknownTypeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	public UnknownTypeException(String message) {
		super(message);
	}

}
