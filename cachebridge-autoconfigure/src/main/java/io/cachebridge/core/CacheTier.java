package io.cachebridge.core;

/**
 * Where a value was found.
 */
public enum CacheTier {

	/** In this process. */
	LOCAL,

	/** In the backend. */
	REMOTE

}
