package io.cachebridge.backend.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.spi.support.SenderLog;

/**
 * Reads the messages of a channel. Those of senders that have ended DynamoDB drops by
 * itself.
 */
final class MessageLog implements SenderLog<RuntimeException> {

	private final SenderRegistry registry;

	private final ItemBatches batches;

	private final String channel;

	MessageLog(DynamoDbTable table, String channel, SenderRegistry registry) {
		this.registry = registry;
		this.batches = new ItemBatches(table, true);
		this.channel = channel;
	}

	@Override
	public Map<Long, Head> heads() throws InterruptedException {
		return this.registry.read();
	}

	@Override
	public boolean read(long sender, long first, long last, Consumer<byte[]> messages) {
		List<String> keys = LongStream.rangeClosed(first, last)
			.mapToObj((sequence) -> MessageItem.key(this.channel, sender, sequence))
			.toList();
		Map<String, Map<String, AttributeValue>> items = new HashMap<>();
		this.batches.readAll("subscribe", keys, null, (item) -> items.put(ItemFormat.keyOf(item), item));
		List<byte[]> read = new ArrayList<>();
		for (String key : keys) {
			Map<String, AttributeValue> item = items.get(key);
			List<byte[]> held = (item != null) ? MessageItem.read(item) : null;
			if (held == null) {
				return false;
			}
			read.addAll(held);
		}
		read.forEach(messages);
		return true;
	}

	@Override
	public void remove(long sender, long last) throws InterruptedException {
		this.registry.remove(sender, last);
	}

}
