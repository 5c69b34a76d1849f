package io.cachebridge.test.process;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@link Judge} found.
 */
final class Judgement {

	private static final int MOST_DETAILS = 10;

	private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

	private final Map<Fault, List<String>> details = new EnumMap<>(Fault.class);

	private final Map<Outcome, Integer> writes = new EnumMap<>(Outcome.class);

	private final List<Long> behind = new ArrayList<>();

	private int reads;

	private int oldAfterAbsence;

	void read() {
		this.reads++;
	}

	void write(Outcome outcome) {
		this.writes.merge(outcome, 1, Integer::sum);
		if (outcome == Outcome.THROWN) {
			thrown();
		}
	}

	void thrown() {
		fault(Fault.THROWN, "a call threw");
	}

	void behind(long nanos) {
		this.behind.add(nanos);
	}

	void oldAfterAbsence() {
		this.oldAfterAbsence++;
	}

	void fault(Fault fault, String detail) {
		this.faults.merge(fault, 1, Integer::sum);
		List<String> all = this.details.computeIfAbsent(fault, (key) -> new ArrayList<>());
		if (all.size() < MOST_DETAILS) {
			all.add(detail);
		}
	}

	int reads() {
		return this.reads;
	}

	int writes(Outcome outcome) {
		return this.writes.getOrDefault(outcome, 0);
	}

	int oldAfterAbsences() {
		return this.oldAfterAbsence;
	}

	/**
	 * Returns what counts against the cache.
	 * @param counted which faults do
	 * @return examples of each, empty if there is none
	 */
	List<String> faults(Set<Fault> counted) {
		List<String> found = new ArrayList<>();
		this.faults.forEach((fault, count) -> {
			if (counted.contains(fault)) {
				found.add("%s: %d, such as %s".formatted(fault, count, this.details.get(fault)));
			}
		});
		return found;
	}

	@Override
	public String toString() {
		return "%d reads, writes %s, faults %s, after absence %d, behind other nodes: %s".formatted(this.reads,
				this.writes, this.faults, this.oldAfterAbsence, distribution());
	}

	private String distribution() {
		if (this.behind.isEmpty()) {
			return "none";
		}
		List<Long> sorted = this.behind.stream().sorted().toList();
		int last = sorted.size() - 1;
		return "%d (%.2f %%), median %.1f ms, p99 %.1f ms, maximum %.1f ms".formatted(sorted.size(),
				100.0 * sorted.size() / this.reads, sorted.get(last / 2) / 1e6, sorted.get(last * 99 / 100) / 1e6,
				sorted.get(last) / 1e6);
	}

	/**
	 * What a node must not do.
	 */
	enum Fault {

		/** A call threw. */
		THROWN,

		/** Older than a write that the store acknowledged and others were told of. */
		STALE,

		/** Older than a write that others could not be told of. */
		STALE_UNTOLD,

		/** Older than an own write that the store did not acknowledge. */
		STALE_UNACKNOWLEDGED,

		/**
		 * Older than a write that the store acknowledged, because a put which it had not
		 * acknowledged in time took place after it.
		 */
		OVERTAKEN;

		static Fault of(Outcome outcome) {
			return switch (outcome) {
				case ACKNOWLEDGED -> STALE;
				case UNTOLD -> STALE_UNTOLD;
				case UNACKNOWLEDGED -> STALE_UNACKNOWLEDGED;
				case UNENDED, THROWN -> THROWN;
			};
		}

	}

}
