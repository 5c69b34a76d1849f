package io.cachebridge.backend.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item of messages of one sender. It can be addressed without a search, by the sender
 * and a sequence that the sender never leaves a gap in.
 */
final class MessageItem {

	static final String PREFIX = DynamoDbBackend.INTERNAL + "messages:";

	private static final String MESSAGES = "m";

	/** Tells writes of the same key apart. */
	private static final String ATTEMPT = "a";

	private MessageItem() {
	}

	// Sender and sequence have a fixed length, so that no channel looks like part of them
	static String key(String channel, long sender, long sequence) {
		HexFormat hex = HexFormat.of();
		return PREFIX + hex.toHexDigits(sender) + ":" + hex.toHexDigits(sequence) + ":" + channel;
	}

	static Map<String, AttributeValue> write(String key, List<byte[]> messages, long attempt, Instant expiresAt) {
		Map<String, AttributeValue> item = new HashMap<>(ItemFormat.key(key));
		item.put(MESSAGES, AttributeValue
			.fromL(messages.stream().map(SdkBytes::fromByteArrayUnsafe).map(AttributeValue::fromB).toList()));
		item.put(ATTEMPT, ItemFormat.number(attempt));
		ItemFormat.putExpiry(item, expiresAt);
		return item;
	}

	/**
	 * Reads messages.
	 * @param item the item
	 * @return the messages in order, {@code null} if the item is not of this library
	 */
	static @Nullable List<byte[]> read(Map<String, AttributeValue> item) {
		AttributeValue messages = item.get(MESSAGES);
		if (messages == null || !messages.hasL()) {
			return null;
		}
		List<byte[]> read = new ArrayList<>();
		for (AttributeValue message : messages.l()) {
			if (message.b() == null) {
				return null;
			}
			read.add(message.b().asByteArrayUnsafe());
		}
		return read;
	}

}
