package io.cachebridge.backend.consul;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.cachebridge.spi.support.KeyEscape;

/**
 * Where the messages of a channel are, none of which is a place of a record: the prefix
 * of those is followed by a slash and has no other behind it.
 */
final class MessageKeys {

	/** Keeps one key from being the beginning of another one. */
	private static final String END = ".";

	/** In the order of their sender, as what is longer has more digits. */
	private static final Comparator<String> ORDER = Comparator.comparingInt(String::length)
		.thenComparing(Comparator.naturalOrder());

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
		return this.own + this.sequence.incrementAndGet() + END;
	}

	/**
	 * Chooses the messages.
	 * @param all all keys of the channel
	 * @return those of messages, those of each sender in the order in which it wrote them
	 */
	List<String> messages(List<String> all) {
		return all.stream().filter((key) -> !key.equals(removals())).sorted(ORDER).toList();
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
