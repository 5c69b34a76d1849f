package io.cachebridge.core;

/**
 * What becomes of a write that is to wait in a {@link WriteQueue}.
 */
enum QueuePlace {

	/** It waits, and somebody must be told. */
	NEW,

	/** It waits in the place of an earlier one. */
	TAKEN_OVER,

	/** There is no room for it. */
	NONE

}
