package io.cachebridge.test.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A read that the contract forbids.
 *
 * @param rule what was violated, in a sentence
 * @param read the operation that shows it
 * @param invalidation what it should have known of, {@code null} if none
 * @param origin where the value came from, {@code null} if there is none
 */
record Violation(String rule, Operation read, @Nullable Operation invalidation, @Nullable Origin origin) {

	private static final long LEAD = 40;

	/**
	 * Tells what led to this, without what has nothing to do with it.
	 * @param history what happened
	 * @return a line for each event
	 */
	String story(History history) {
		StringBuilder story = new StringBuilder(this.rule).append("\n  read:         ")
			.append(this.read)
			.append("\n  value:        ")
			.append(this.read.returned)
			.append("\n  from:         ")
			.append(this.origin)
			.append("\n  invalidation: ")
			.append(this.invalidation)
			.append('\n');
		long from = Math.max(0, Math.min(start(), this.read.began - LEAD));
		history.events()
			.stream()
			.filter((event) -> event.moment() >= from && event.moment() <= this.read.ended && matters(event))
			.forEach((event) -> story.append(event).append('\n'));
		return story.toString();
	}

	private long start() {
		if (this.origin instanceof Operation write) {
			return write.began;
		}
		return (this.origin instanceof Load load) ? load.caller().began : this.read.began;
	}

	private boolean matters(History.Event event) {
		Operation operation = event.operation();
		if (operation == null) {
			return event.life() == null || event.life() == this.read.life();
		}
		return operation.isAbout(this.read.key())
				&& (isInvolved(operation) || event.life() == this.read.life() || event.isChangeOfStore());
	}

	private boolean isInvolved(Operation operation) {
		return operation == this.read || operation == this.invalidation || operation == this.origin
				|| (this.origin instanceof Load load && load.caller() == operation);
	}

}
