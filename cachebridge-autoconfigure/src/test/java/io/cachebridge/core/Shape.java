package io.cachebridge.core;

import io.cachebridge.spi.Capability;

/**
 * What the caches of a test are made of.
 */
enum Shape {

	/** A tier in this process and nothing else. */
	LOCAL,

	/** A shared store and nothing in this process. */
	REMOTE,

	/** A shared store, and copies that a backplane keeps coherent. */
	TIERED;

	TestStore store() {
		return (this == LOCAL) ? new TestStore() : new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT,
				Capability.ENUMERATION, Capability.COUNTER, Capability.NATIVE_EXPIRY);
	}

	boolean hasBackplane() {
		return this == TIERED;
	}

}
