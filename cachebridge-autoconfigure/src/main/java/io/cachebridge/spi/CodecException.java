package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be written, or bytes cannot be read. Bytes that cause this exception
 * itself are damaged for everybody and may be removed.
 */
public class CodecException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public CodecException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	public CodecException(String message) {
		this(message, null);
	}

}
