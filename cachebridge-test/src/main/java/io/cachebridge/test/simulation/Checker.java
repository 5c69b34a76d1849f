package io.cachebridge.test.simulation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackendException;

/**
 * Looks in a history for what the contract forbids. The order of invalidations and writes
 * is that in which they changed the store; what no caller can order is not judged.
 * <p>
 * Once nothing goes wrong any more, what one node puts is found by every other one, as
 * soon as each has put something that the others could read.
 * <p>
 * No read that begins when its node {@linkplain Knowledge knows} of an invalidation is
 * given a value that is {@linkplain Origin#isOlderThan older}. On the node that made the
 * invalidation this is rule 1; for a value that was loaded meanwhile, rule 2; on other
 * nodes, rule 3. Exemptions: on a node that only was told it may have missed something
 * callers may still join a load that is under way there, and what the store has not
 * acknowledged is read on the node that wrote it and binds only those who were told of
 * it. What is queued takes place on its own node when its call returns, on others when it
 * changes the store.
 */
final class Checker {

	private final History history;

	private final Knowledge knowledge;

	private final LastBound lastBound;

	Checker(History history) {
		this.history = history;
		this.knowledge = new Knowledge(history);
		this.lastBound = new LastBound(history);
	}

	/**
	 * Looks for the first violation.
	 * @return the violation, {@code null} if there is none
	 */
	@Nullable Violation check() {
		List<Operation> invalidations = this.history.operations()
			.stream()
			.filter((operation) -> operation.isInvalidation() || operation.isUnacknowledged())
			.toList();
		for (Operation operation : this.history.operations()) {
			Violation violation = check(operation, invalidations);
			if (violation != null) {
				return violation;
			}
		}
		return null;
	}

	private @Nullable Violation check(Operation operation, List<Operation> invalidations) {
		if (operation.failure != null) {
			return isAllowedToFail(operation, operation.failure) ? null
					: violation("Rule 5: the cache broke its caller: " + operation.failure, operation, null, null);
		}
		Value value = operation.returned;
		if (value == null) {
			return (operation.mustFind && operation.hasReturned()) ? violation(
					"Nobody finds what was put, although nothing goes wrong any more", operation, null, null) : null;
		}
		if (!operation.isAbout(value.key())) {
			return violation("A value of another key was returned", operation, null, this.history.origin(value));
		}
		Origin origin = this.history.origin(value);
		for (Operation invalidation : invalidations) {
			if (invalidation.concerns(operation.key(), origin) && origin.isOlderThan(invalidation)) {
				String broken = broken(operation, origin, invalidation);
				if (broken != null) {
					return violation(broken, operation, invalidation, origin);
				}
			}
		}
		return null;
	}

	private @Nullable String broken(Operation read, Origin origin, Operation invalidation) {
		String what = (origin instanceof Load load && load.caller().ended > invalidation.effect())
				? "a value (against rule 2, as its load began before the invalidation took effect) was given to a caller that came "
				: "a value was returned to a caller that came ";
		if (this.knowledge.made(read.life(), invalidation, read.began)) {
			return "Rule 1: " + what + "after the invalidation had returned on the same node";
		}
		if (this.knowledge.wasTold(read.life(), invalidation, read.began)) {
			return "Rule 3: " + what + "after the message of the invalidation had arrived";
		}
		if (isPendingOn(read, origin) || invalidation.isUnacknowledged()) {
			return null;
		}
		if (this.knowledge.suspects(read.life(), invalidation, read.began) && !hasJoined(read)) {
			return "Rule 3: " + what + "when the node had been told that it may have missed the invalidation";
		}
		if (this.lastBound.isPassed(read, invalidation)) {
			return "Rule 3: " + what + "when no local copy could have been left";
		}
		return null;
	}

	// The node reads what it has written itself, until the store has it
	private static boolean isPendingOn(Operation read, Origin origin) {
		return origin instanceof Operation write && write.life() == read.life()
				&& (write.isUnacknowledged() || (write.isLate() && read.began < write.answered));
	}

	// Another call was under way that was given the same value
	private boolean hasJoined(Operation read) {
		return read.sharesLoads() && this.history.operations()
			.stream()
			.filter((other) -> other != read && other.sharesLoads() && other.life() == read.life())
			.filter((other) -> other.isAbout(read.key()) && other.began < read.began && read.began < other.ended)
			.anyMatch((other) -> other.returned == null || other.returned.equals(read.returned));
	}

	// A load of one's own may fail, and putIfAbsent if the store does
	private boolean isAllowedToFail(Operation operation, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof Load.Failure loader) {
				return loader.load().caller() == operation;
			}
			if (cause instanceof CacheBackendException) {
				return operation.kind() == Operation.Kind.PUT_IF_ABSENT;
			}
		}
		return false;
	}

	private static Violation violation(String rule, Operation read, @Nullable Operation invalidation,
			@Nullable Origin origin) {
		return new Violation(rule, read, invalidation, origin);
	}

}
