package io.cachebridge.test.simulation;

/**
 * What may go wrong in a program. Each program draws some of those that it may use.
 */
public enum Fault {

	/** Messages are lost, and neither side is told. */
	MESSAGES_LOST,

	/** Messages arrive more than once. */
	MESSAGES_REPEATED,

	/**
	 * A node loses its connection to the others and is told so, a little later than it
	 * does.
	 */
	DISCONNECTS,

	/** Wall clocks are wrong by up to fifteen minutes and jump back by an hour. */
	CLOCKS,

	/** Reads fail. */
	STORE_READS,

	/** Conditional writes fail, before or after they were applied. */
	STORE_FILLS,

	/** Unconditional writes and removals fail, before or after they were applied. */
	STORE_WRITES,

	/** The store drops records, among them reservations and epochs. */
	STORE_FORGETS,

	/** The store restarts without its records. */
	STORE_RESTARTS,

	/** A node ends in the midst of what it does, and begins anew. */
	CRASHES,

	/** A node is closed and another one takes its place. */
	REPLACEMENTS,

	/** Loaders throw. */
	LOADERS

}
