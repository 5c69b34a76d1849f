package io.cachebridge.test.benchmark;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.test.benchmark.BenchmarkRecords.Kind;

/**
 * The operations that are measured.
 */
final class Workload {

	private final CacheBackend backend;

	private final BenchmarkRecords records;

	Workload(CacheBackend backend, BenchmarkRecords records) {
		this.backend = backend;
		this.records = records;
	}

	/**
	 * Returns the operations that write.
	 * @param batchSize how many keys a batch has, for the names
	 * @return by name, what makes the step of a thread of some number
	 */
	Map<String, IntFunction<Step<?>>> writes(int batchSize) {
		Map<String, IntFunction<Step<?>>> operations = new LinkedHashMap<>();
		operations.put("put", (thread) -> put());
		operations.put("putAll of " + batchSize, (thread) -> putAll());
		if (this.backend.capabilities().contains(Capability.CONDITIONAL_PUT)) {
			operations.put("putIf", this::putIf);
		}
		operations.put("delete", this::delete);
		return operations;
	}

	/**
	 * Returns the operations that read.
	 * @param batchSize how many keys a batch has, for the names
	 * @return by name, what makes the step of a thread of some number
	 */
	Map<String, IntFunction<Step<?>>> reads(int batchSize) {
		Map<String, IntFunction<Step<?>>> operations = new LinkedHashMap<>();
		operations.put("get (hit)", (thread) -> hit());
		operations.put("get (miss)", (thread) -> miss());
		operations.put("getAll of " + batchSize, (thread) -> getAll());
		return operations;
	}

	private Step<?> hit() {
		return new Step<>((number) -> this.records.randomKey(Kind.KEPT), (key) -> this.backend.get(key) != null);
	}

	private Step<?> miss() {
		return new Step<>((number) -> this.records.randomKey(Kind.MISSING), (key) -> this.backend.get(key) == null);
	}

	private Step<?> getAll() {
		return new Step<>((number) -> this.records.randomBatch(),
				(keys) -> this.backend.getAll(keys).size() == keys.size());
	}

	private Step<?> put() {
		return new Step<>((number) -> Map.entry(this.records.randomKey(Kind.KEPT), this.records.next()), (entry) -> {
			this.backend.put(entry.getKey(), entry.getValue());
			return true;
		});
	}

	private Step<?> putAll() {
		return new Step<>((number) -> this.records.next(this.records.randomBatch()), (entries) -> {
			this.backend.putAll(entries);
			return true;
		});
	}

	// Nobody else writes there, so that each is to succeed but one after a failure, which
	// may have written or not
	private Step<?> putIf(int thread) {
		Map<String, StoredRecord> seen = new HashMap<>();
		return new Step<>(
				(number) -> Map.entry(this.records.ownKey(Kind.COMPARED, thread, number), this.records.next()),
				(entry) -> {
					PutOutcome outcome = this.backend.putIf(entry.getKey(), seen.get(entry.getKey()), entry.getValue());
					seen.compute(entry.getKey(), (key, before) -> outcome.current());
					return outcome.applied();
				});
	}

	private Step<?> delete(int thread) {
		return new Step<>((number) -> {
			String key = this.records.ownKey(Kind.DELETED, thread, number);
			this.backend.put(key, this.records.next());
			return key;
		}, (key) -> this.backend.delete(key) != Removal.ABSENT);
	}

}
