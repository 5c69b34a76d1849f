package io.cachebridge.spi;

/**
 * What a deletion found.
 */
public enum Removal {

	/** A record with content was there and is gone. */
	PRESENT,

	/** Nothing, or only a reservation, was there. */
	ABSENT,

	/** It is gone now; the store does not tell whether it was there. */
	UNKNOWN

}
