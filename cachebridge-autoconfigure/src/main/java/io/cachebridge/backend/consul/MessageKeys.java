package io.cachebridge.backend.consul;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.cachebridge.spi.support.KeyEscape;

/**
 * Where the messages of a channel are, none of which is a place of a record: the prefix
 * of those is followed by a slash and has no other behind it.
 */
final class MessageKeys {

	private final String place;

	private final String own;

	private final AtomicLong sequence = new AtomicLong();

	private MessageKeys(String place) {
		this.place = place;
		this.own = place + UUID.randomUUID() + ":";
	}

	static MessageKeys of(String prefix, String channel) {
		return new MessageKeys(prefix + "-backplane/" + KeyEscape.escape(channel) + "/");
	}

	/**
	 * Returns what all keys of the channel begin with.
	 * @return the beginning
	 */
	String place() {
		return this.place;
	}

	/**
	 * Returns a key that no other message has, in this process or another.
	 * @return the key
	 */
	String next() {
		return this.own + this.sequence.incrementAndGet();
	}

	boolean isOwn(String key) {
		return key.startsWith(this.own);
	}

	/**
	 * Returns the key of what tells which messages are removed.
	 * @return the key
	 */
	String removals() {
		return this.place + "removed";
	}

}
