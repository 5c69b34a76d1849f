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
		return new TransactionOutcome(entries.stream().collect(Collectors.toMap(KeyValue::key, (entry) -> entry)),
				Set.of());
	}

	static TransactionOutcome failed(Set<Integer> operations) {
		return new TransactionOutcome(Map.of(), operations);
	}

	boolean isDone() {
		return this.failed.isEmpty();
	}

}
