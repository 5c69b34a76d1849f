package io.cachebridge.test.benchmark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts exceptions by their class, and remembers the first of each.
 */
final class Failures {

	private final Map<String, Failure> byType = new TreeMap<>();

	private final String during;

	Failures(String during) {
		this.during = during;
	}

	void add(RuntimeException failure) {
		add(new Failure(this.during, failure.getClass().getSimpleName(), 1, String.valueOf(failure.getMessage())));
	}

	private void add(Failure failure) {
		this.byType.merge(failure.type(), failure,
				(one, more) -> new Failure(this.during, one.type(), one.count() + more.count(), one.first()));
	}

	void addAll(Failures others) {
		others.byType.values().forEach(this::add);
	}

	long count() {
		return this.byType.values().stream().mapToLong(Failure::count).sum();
	}

	List<Failure> all() {
		return List.copyOf(this.byType.values());
	}

}
