package io.cachebridge.core;

/**
 * Why a value cannot be stored.
 */
public enum RejectionCause {

	/**
	 * It is larger than {@code maximum-value-size}, or than its store can hold.
	 */
	SIZE,

	/** The codec cannot write it. */
	CODEC,

	/** The name of its key is longer than a record can hold. */
	KEY,

	/** Its tags are too many or too long. */
	TAGS

}
