package io.cachebridge.core;

/**
 * What was not heard of one sender.
 */
enum Missing {

	/** Everything was heard. */
	NOTHING,

	/**
	 * The first messages only, as it must be when the sender was at work before this node
	 * began to hear. Whether one of them came later and was lost cannot be told.
	 */
	BEGINNING,

	/** A message was lost. */
	SOMETHING

}
