package io.cachebridge.backend.redis;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What {@code INFO} answers: a line for each field, name and value divided by a colon.
 *
 * @param fields the values by name
 */
record RedisInfo(Map<String, String> fields) {

	static RedisInfo parse(String text) {
		Map<String, String> fields = new HashMap<>();
		text.lines().forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0) {
				fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
			}
		});
		return new RedisInfo(fields);
	}

	@Nullable String get(String field) {
		return this.fields.get(field);
	}

}
