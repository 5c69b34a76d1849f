package io.cachebridge.backend.consul;

import tools.jackson.databind.JsonNode;

/**
 * An entry of the key-value store.
 *
 * @param key the whole key
 * @param value the value
 * @param index the index of its last change
 */
record KeyValue(String key, byte[] value, long index) {

	private static final byte[] NOTHING = new byte[0];

	static KeyValue of(JsonNode entry) {
		JsonNode value = entry.path("Value");
		return new KeyValue(entry.required("Key").stringValue(), value.isString() ? value.binaryValue() : NOTHING,
				entry.required("ModifyIndex").longValue());
	}

}
