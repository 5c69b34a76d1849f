package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a deletion found.
 */
public enum Removal {

	/** A record with content was there and is gone. */
	PRESENT,

	/** Nothing, or only a reservation, was there. */
	ABSENT,

	/** It is gone now; the store does not tell whether it was there. */
	UNKNOWN;

	/**
	 * Returns what the deletion of a record has found.
	 * @param removed what was there, {@code null} for nothing
	 * @return present or absent
	 */
	public static Removal of(@Nullable StoredRecord removed) {
		return (removed != null && !removed.isReservation()) ? PRESENT : ABSENT;
	}

}
