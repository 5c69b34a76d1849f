package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

/**
 * A loader has told that it failed. Counts as a failure whatever exceptions do in its
 * cache.
 *
 * @see LoadContext#fail(String)
 */
public final class LoadFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message why the load failed
	 * @param cause the cause, or {@code null}
	 */
	public LoadFailedException(@Nullable String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
