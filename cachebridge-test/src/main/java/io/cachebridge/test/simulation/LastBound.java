package io.cachebridge.test.simulation;

/**
 * The bound that is left on a node which missed a message and does not know: the local
 * time-to-live. What began on the node before the value of a key was changed in the store
 * may have left a copy when it ended; nothing that began later can have got the value
 * from the store. A clear is not bounded so, as a node that missed it takes the records
 * of the old epoch for good.
 */
final class LastBound {

	private final History history;

	LastBound(History history) {
		this.history = history;
	}

	/**
	 * Tells whether no copy of an older value can be left on a node.
	 * @param read a read on the node
	 * @param invalidation what made the value invalid
	 * @return {@code true} if whatever could have left one ended longer ago than a local
	 * copy lives
	 */
	boolean isPassed(Operation read, Operation invalidation) {
		if (invalidation.key() == null || read.began < invalidation.lastEffect) {
			return false;
		}
		long oldest = read.beganAt - World.LOCAL_TIME_TO_LIVE.toNanos();
		return this.history.operations()
			.stream()
			.filter((other) -> other.life() == read.life() && other.isAbout(read.key()))
			.filter((other) -> other.began < invalidation.lastEffect)
			.allMatch((other) -> other.ended < read.began && leftCopyAt(other) < oldest);
	}

	// What is queued leaves its copy when the store has it
	private static long leftCopyAt(Operation operation) {
		return operation.isLate() ? Math.max(operation.endedAt, operation.answeredAt) : operation.endedAt;
	}

}
