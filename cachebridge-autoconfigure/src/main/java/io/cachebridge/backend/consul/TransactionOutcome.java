package io.cachebridge.backend.consul;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of a transaction.
 *
 * @param entries what was read and written, by key
 * @param failed the places of the operations because of which nothing was done, empty if
 * all was done
 */
record TransactionOutcome(Map<String, KeyValue> entries, Set<Integer> failed) {

	static TransactionOutcome done(List<KeyValue> entries) {
		return new TransactionOutcome(
				entries.stream().collect(Collectors.toMap(KeyValue::key, (entry) -> entry, (one, other) -> other)),
				Set.of());
	}

	/**
	 * Returns a failure.
	 * @param operations the places of the operations because of which nothing was done
	 * @return the outcome
	 * @throws IllegalArgumentException if there are none, as Consul always tells them
	 */
	static TransactionOutcome failed(Set<Integer> operations) {
		if (operations.isEmpty()) {
			throw new IllegalArgumentException("no operation has failed");
		}
		return new TransactionOutcome(Map.of(), operations);
	}

	boolean isDone() {
		return this.failed.isEmpty();
	}

}
