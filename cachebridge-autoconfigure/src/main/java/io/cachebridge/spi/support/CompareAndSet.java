package io.cachebridge.spi.support;

/**
 * What is known of a store's conditional writes: a setting of stores of which some keep
 * the conditions and others do not.
 */
public enum CompareAndSet {

	/** Nothing: it is tried out when the store is first used. */
	PROBE,

	/** The store keeps them. */
	ENABLED,

	/** The store does not keep them, or is not to be asked to. */
	DISABLED

}
