package io.cachebridge.backend.consul;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Messages as entries with a common prefix, which every node waits for. They stay for a
 * while: what is sent while a node is disconnected it reads later. What Consul itself
 * forgets, when a snapshot is restored for example, is lost here too, and not always
 * noticed.
 */
final class ConsulChannel implements MessageChannel {

	private static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024;

	private final KeyValueStore store;

	private final MessageKeys keys;

	private final MessageReader reader;

	ConsulChannel(KeyValueStore store, MessageKeys keys, RetainedMessages.Retention retention) {
		this.store = store;
		this.keys = keys;
		this.reader = new MessageReader(store, keys, retention);
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void publish(byte[] message) throws IOException, InterruptedException {
		this.store.set(this.keys.next(), message);
	}

	@Override
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws IOException, InterruptedException {
		this.reader.read(delivery, closed);
	}

	@Override
	public void close() {
		// Connections belong to the client, which ends them
	}

}
