package io.cachebridge.core;

import java.time.Duration;

/**
 * A value was not loaded in time. Its load was interrupted, and the next caller of the
 * key begins another one. What this load may still bring is kept nowhere.
 */
public class LoadTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String cache;

	private final Duration timeout;

	/**
	 * Creates an exception.
	 * @param cache the name of the cache
	 * @param timeout how long the load was given
	 * @param keyDigest what stands for the key, which may be a secret
	 */
	LoadTimeoutException(String cache, Duration timeout, String keyDigest) {
		super("Cache '%s' gave up a load after %s ('loader.hard-timeout'), digest of its key: %s".formatted(cache,
				timeout, keyDigest));
		this.cache = cache;
		this.timeout = timeout;
	}

	/**
	 * Returns the cache whose value was to be loaded.
	 * @return the name of the cache
	 */
	public String cache() {
		return this.cache;
	}

	/**
	 * Returns how long the load was given.
	 * @return the hard timeout of the cache
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
