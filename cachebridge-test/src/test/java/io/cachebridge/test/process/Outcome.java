package io.cachebridge.test.process;

/**
 * How a call of a cache ended.
 */
enum Outcome {

	/** The process was killed, or is still at it. */
	UNENDED,

	/** The store acknowledged, and other nodes were told. */
	ACKNOWLEDGED,

	/** The store acknowledged, and other nodes could not be told. */
	UNTOLD,

	/** It returned, and a failure of the store was counted. */
	UNACKNOWLEDGED,

	/** It threw. */
	THROWN

}
