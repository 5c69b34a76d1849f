package io.cachebridge.backend.consul;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key-value store of Consul. All reads see the latest write, except those that wait.
 */
final class KeyValueStore {

	/**
	 * The index of what is not there.
	 */
	static final long ABSENT = 0;

	private static final String CONSISTENT = "consistent";

	private static final byte[] NOTHING = new byte[0];

	private static final JsonMapper JSON = JsonMapper.shared();

	private final ConsulHttp http;

	KeyValueStore(ConsulHttp http) {
		this.http = http;
	}

	Duration timeout() {
		return this.http.timeout();
	}

	String address() {
		return this.http.address();
	}

	@Nullable KeyValue get(String key) throws IOException, InterruptedException {
		List<KeyValue> found = entries(this.http.get(path(key), CONSISTENT));
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * Lists the keys with a prefix, all at once as Consul has no pages.
	 * @param prefix the prefix
	 * @return the keys
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<String> keys(String prefix) throws IOException, InterruptedException {
		return keys(this.http.get(path(prefix), "keys&" + CONSISTENT));
	}

	/**
	 * Lists the keys with a prefix, once an entry has changed.
	 * @param prefix the prefix
	 * @param index how they are known, zero to list them at once
	 * @param wait for how long to wait for a change
	 * @return the keys
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	Snapshot await(String prefix, long index, Duration wait) throws IOException, InterruptedException {
		// Consul adds up to a sixteenth
		ConsulReply reply = this.http.await(path(prefix), "keys&index=%d&wait=%dms".formatted(index, wait.toMillis()),
				wait.multipliedBy(17).dividedBy(16));
		return new Snapshot(keys(reply), reply.index());
	}

	void set(String key, byte[] value) throws IOException, InterruptedException {
		if (!isTrue(this.http.put(path(key), "", value))) {
			throw new IOException("Consul has not written");
		}
	}

	/**
	 * Writes an entry only if it has not changed.
	 * @param key the key
	 * @param value the value
	 * @param index its index, or {@link #ABSENT}
	 * @return its index afterwards, {@link #ABSENT} if that is not known; empty if it has
	 * changed
	 * @throws IOException if it may or may not be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	OptionalLong setUnchanged(String key, byte[] value, long index) throws IOException, InterruptedException {
		Transaction transaction = new Transaction();
		if (transaction.takes(key, value)) {
			// A transaction tells the new index
			TransactionOutcome outcome = commit(transaction.setUnchanged(key, value, index));
			KeyValue written = outcome.entries().get(key);
			return outcome.isDone() ? OptionalLong.of((written != null) ? written.index() : ABSENT)
					: OptionalLong.empty();
		}
		return isTrue(this.http.put(path(key), "cas=" + index, value)) ? OptionalLong.of(ABSENT) : OptionalLong.empty();
	}

	TransactionOutcome commit(Transaction transaction) throws IOException, InterruptedException {
		ConsulReply reply = this.http.put("/v1/txn", CONSISTENT, transaction.body());
		JsonNode outcome = JSON.readTree(reply.body());
		if (reply.status() == ConsulReply.CONFLICT) {
			return TransactionOutcome.failed(failures(outcome));
		}
		List<KeyValue> entries = new ArrayList<>();
		for (JsonNode result : outcome.path("Results")) {
			if (result.path("KV").isObject()) {
				entries.add(KeyValue.of(result.path("KV")));
			}
		}
		return TransactionOutcome.done(entries);
	}

	private static Set<Integer> failures(JsonNode outcome) throws ConsulRefusal {
		Set<Integer> operations = new HashSet<>();
		for (JsonNode error : outcome.path("Errors")) {
			String reason = error.path("What").asString("");
			if (reason.contains("Permission denied")) {
				throw ConsulRefusal.of(ConsulRefusal.DENIED, reason.getBytes(StandardCharsets.UTF_8));
			}
			if (!reason.contains("index is stale")) {
				throw ConsulRefusal.of(ConsulReply.CONFLICT, reason.getBytes(StandardCharsets.UTF_8));
			}
			operations.add(error.path("OpIndex").asInt());
		}
		return operations;
	}

	/**
	 * Returns who leads the servers.
	 * @return the address, empty if nobody does
	 */
	String leader() throws IOException, InterruptedException {
		return JSON.readTree(this.http.get("/v1/status/leader", "").body()).asString("");
	}

	private static String path(String key) {
		return "/v1/kv/" + key;
	}

	private static boolean isTrue(ConsulReply reply) {
		return JSON.readTree(reply.body()).asBoolean(false);
	}

	private static List<String> keys(ConsulReply reply) {
		List<String> keys = new ArrayList<>();
		for (JsonNode key : list(reply)) {
			keys.add(key.stringValue());
		}
		return keys;
	}

	private static List<KeyValue> entries(ConsulReply reply) {
		List<KeyValue> entries = new ArrayList<>();
		for (JsonNode entry : list(reply)) {
			entries.add(KeyValue.of(entry));
		}
		return entries;
	}

	private static JsonNode list(ConsulReply reply) {
		return JSON.readTree((reply.status() == ConsulReply.OK) ? reply.body() : NOTHING);
	}

	/**
	 * Keys as they were at a moment.
	 *
	 * @param keys the keys
	 * @param index by what Consul knows the moment
	 */
	record Snapshot(List<String> keys, long index) {

	}

}
