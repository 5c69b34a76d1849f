package io.cachebridge.test.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What happened in one program, in the order in which it happened. Every event has a
 * moment of its own.
 */
final class History {

	private static final String CHANGED = "changed the store:";

	private final Time time;

	private final List<Event> events = new ArrayList<>();

	private final List<Operation> operations = new ArrayList<>();

	private final List<Origin> origins = new ArrayList<>();

	private final Map<Operation, List<Arrival>> arrivals = new HashMap<>();

	private long moment;

	History(Time time) {
		this.time = time;
	}

	long now() {
		return this.moment;
	}

	void answered(Operation operation) {
		operation.answered = now();
		operation.answeredAt = this.time.nanos();
	}

	long note(@Nullable Life life, @Nullable Operation operation, String what, @Nullable Object detail) {
		this.moment++;
		this.events.add(new Event(this.moment, life, operation, what, detail));
		return this.moment;
	}

	Operation operation(Operation.Kind kind, Life life, @Nullable String key) {
		Operation operation = new Operation(this.operations.size(), kind, life, key);
		this.operations.add(operation);
		return operation;
	}

	/**
	 * Notes that a node makes up for a removal.
	 * @param life the node
	 * @param key the key, {@code null} for all
	 * @return an operation of no caller
	 */
	Operation recovers(Life life, @Nullable String key) {
		Operation recovery = operation(Operation.Kind.RECOVERY, life, key);
		begins(recovery);
		recovery.ended = recovery.began;
		recovery.endedAt = recovery.beganAt;
		return recovery;
	}

	void begins(Operation operation) {
		operation.began = note(operation.life(), operation, "begins", null);
		operation.beganAt = this.time.nanos();
	}

	void ends(Operation operation, @Nullable Value returned, @Nullable Throwable failure) {
		if (operation.life().isDead()) {
			return;
		}
		operation.returned = returned;
		operation.failure = failure;
		operation.ended = note(operation.life(), operation, (failure != null) ? "throws" : "returns",
				(failure != null) ? names(failure) : returned);
		operation.endedAt = this.time.nanos();
	}

	// Messages may name objects by where they are in memory
	private static String names(Throwable failure) {
		Throwable cause = failure.getCause();
		return failure.getClass().getSimpleName() + ((cause != null) ? " of " + names(cause) : "");
	}

	void writes(Operation operation, long version) {
		operation.written = new Value(Objects.requireNonNull(operation.key()), version, this.origins.size());
		this.origins.add(operation);
		note(operation.life(), operation, "changed the source and writes", operation.written);
	}

	Load loads(Operation caller) {
		long began = note(caller.life(), caller, "begins load", "#" + this.origins.size());
		Load load = new Load(this.origins.size(), caller, began);
		this.origins.add(load);
		return load;
	}

	void changedStore(Operation operation, String how, boolean counts) {
		long effect = note(operation.life(), operation, CHANGED, how);
		if (counts) {
			operation.changedStore(effect);
		}
	}

	void arrived(Operation about, long sent, Life receiver) {
		long arrived = note(receiver, about, "message arrived, sent at", sent);
		this.arrivals.computeIfAbsent(about, (unused) -> new ArrayList<>()).add(new Arrival(receiver, sent, arrived));
	}

	/**
	 * Returns when a node was told of an operation of another one. What was sent before
	 * the operation had changed the store for the last time does not tell of it.
	 * @param operation the operation
	 * @param receiver the node
	 * @return the moment at which the first message had arrived
	 */
	long arrival(Operation operation, Life receiver) {
		return this.arrivals.getOrDefault(operation, List.of())
			.stream()
			.filter((arrival) -> arrival.receiver() == receiver && arrival.sent() >= operation.lastEffect)
			.mapToLong(Arrival::arrived)
			.min()
			.orElse(Operation.NEVER);
	}

	List<Operation> operations() {
		return Collections.unmodifiableList(this.operations);
	}

	List<Event> events() {
		return Collections.unmodifiableList(this.events);
	}

	/**
	 * Returns where a value came from.
	 * @param value the value
	 * @return its load or write
	 */
	Origin origin(Value value) {
		return this.origins.get(value.origin());
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.events.forEach((event) -> text.append(event).append('\n'));
		return text.toString();
	}

	private record Arrival(Life receiver, long sent, long arrived) {

	}

	/**
	 * Something that happened.
	 *
	 * @param moment when
	 * @param life on which node, {@code null} if on none
	 * @param operation in or about which operation, {@code null} if in none
	 * @param what what it was
	 * @param detail more about it
	 */
	record Event(long moment, @Nullable Life life, @Nullable Operation operation, String what,
			@Nullable Object detail) {

		boolean isChangeOfStore() {
			return CHANGED.equals(this.what);
		}

		@Override
		public String toString() {
			return "%6d  %-9s %-44s %s%s".formatted(this.moment, (this.life != null) ? this.life : "",
					(this.operation != null) ? this.operation : "", this.what,
					(this.detail != null) ? " " + this.detail : "");
		}

	}

}
