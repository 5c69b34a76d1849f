package io.cachebridge.test.simulation;

/**
 * Judges from when a node knows of an invalidation:
 * <ul>
 * <li>of its own, when the call has returned;</li>
 * <li>of one that another node made, when its message has arrived;</li>
 * <li>of any that it may have missed, as soon as it was told that it does not hear the
 * others, and when it is told that it hears them again. Until it was told to hear them
 * for the first time it knows of all.</li>
 * </ul>
 */
final class Knowledge {

	private final History history;

	Knowledge(History history) {
		this.history = history;
	}

	/**
	 * Tells whether a node knew of an invalidation because it made it.
	 * @param life the node
	 * @param invalidation the invalidation
	 * @param moment when
	 * @return {@code true} if the call had returned before
	 */
	boolean made(Life life, Operation invalidation, long moment) {
		return invalidation.life() == life && invalidation.kind() != Operation.Kind.RECOVERY
				&& invalidation.hasReturned() && invalidation.ended < moment;
	}

	/**
	 * Tells whether a node knew of an invalidation because it was told.
	 * @param life the node
	 * @param invalidation the invalidation
	 * @param moment when
	 * @return {@code true} if a message had arrived before
	 */
	boolean wasTold(Life life, Operation invalidation, long moment) {
		return this.history.arrival(invalidation, life) < moment;
	}

	/**
	 * Tells whether a node had to suspect an invalidation that it could not hear of.
	 * @param life the node
	 * @param invalidation the invalidation
	 * @param moment when
	 * @return {@code true} if it was told before, after the invalidation had taken effect
	 */
	boolean suspects(Life life, Operation invalidation, long moment) {
		return life.suspects(invalidation.lastEffect) < moment;
	}

}
