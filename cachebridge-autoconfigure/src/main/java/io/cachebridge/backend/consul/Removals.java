package io.cachebridge.backend.consul;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of a channel are removed, written in the same transaction as they are.
 *
 * @param channel the identity of the channel, another one if Consul has lost it meanwhile
 * @param highest the highest index of a message that was removed
 * @param index the index of the entry that tells this, absent before it is written
 */
record Removals(String channel, long highest, long index) {

	private static final Pattern TEXT = Pattern.compile("([0-9a-f-]{36}) (\\d{1,18})");

	/**
	 * Reads removals.
	 * @param entry the entry that tells them, {@code null} if there is none
	 * @return the removals, those of a new channel if they cannot be read
	 */
	static Removals read(@Nullable KeyValue entry) {
		Matcher text = TEXT.matcher((entry != null) ? new String(entry.value(), StandardCharsets.US_ASCII) : "");
		long index = (entry != null) ? entry.index() : KeyValueStore.ABSENT;
		return text.matches() ? new Removals(text.group(1), Long.parseLong(text.group(2)), index)
				: new Removals("", 0, index);
	}

	boolean isNew() {
		return this.channel.isEmpty();
	}

	byte[] upTo(long highest) {
		String same = isNew() ? UUID.randomUUID().toString() : this.channel;
		return (same + " " + Math.max(this.highest, highest)).getBytes(StandardCharsets.US_ASCII);
	}

}
