package io.cachebridge.backend.consul;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Operations that Consul makes all or not at all. The keys are those of
 * {@link RecordKeys} and of messages, which need no escape in JSON.
 */
final class Transaction {

	/**
	 * How many operations Consul takes.
	 */
	static final int MOST_OPERATIONS = 64;

	/**
	 * How long the body may be for an agent with default limits.
	 */
	static final int MOST_BYTES = 512 * 1024;

	/**
	 * What is around key and value of an operation, at most.
	 */
	private static final int FRAME_BYTES = 100;

	private final StringJoiner operations = new StringJoiner(",", "[", "]");

	private int size;

	/**
	 * Reads what begins with a key. Unlike the operation that reads one key, it takes the
	 * absence of it for no failure.
	 * @param key the key
	 * @return this
	 */
	Transaction getTree(String key) {
		return add("get-tree", key, "");
	}

	Transaction delete(String key) {
		return add("delete", key, "");
	}

	Transaction deleteUnchanged(String key, long index) {
		return add("delete-cas", key, ",\"Index\":" + index);
	}

	Transaction set(String key, byte[] value) {
		return add("set", key, text(value));
	}

	Transaction setUnchanged(String key, byte[] value, long index) {
		return add("cas", key, text(value) + ",\"Index\":" + index);
	}

	private Transaction add(String verb, String key, String more) {
		this.operations.add("{\"KV\":{\"Verb\":\"%s\",\"Key\":\"%s\"%s}}".formatted(verb, key, more));
		this.size++;
		return this;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * Tells whether one more write fits in.
	 * @param key the key
	 * @param value the value
	 * @return whether it fits
	 */
	boolean takes(String key, byte[] value) {
		return this.size < MOST_OPERATIONS && this.operations.length() + bytes(key, value) <= MOST_BYTES;
	}

	private static long bytes(String key, byte[] value) {
		return FRAME_BYTES + key.length() + (value.length + 2L) / 3 * 4;
	}

	private static String text(byte[] value) {
		return ",\"Value\":\"" + Base64.getEncoder().encodeToString(value) + "\"";
	}

	byte[] body() {
		return this.operations.toString().getBytes(StandardCharsets.US_ASCII);
	}

}
