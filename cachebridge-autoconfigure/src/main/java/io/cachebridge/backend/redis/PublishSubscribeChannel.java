package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Publish and subscribe: the server forgets a message once it has passed it on, so what
 * is sent while a node is disconnected is lost for that node.
 */
final class PublishSubscribeChannel implements MessageChannel {

	private static final String PREFIX = "cachebridge:";

	private static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024;

	private final RedisCommands commands;

	private final byte[] channel;

	PublishSubscribeChannel(RedisCommands commands, String channel) {
		this.commands = commands;
		this.channel = (PREFIX + channel).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void publish(byte[] message) {
		this.commands.publish(this.channel, message);
	}

	@Override
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws InterruptedException {
		this.commands.subscribe(this.channel, new ChannelListener(delivery), closed);
	}

	@Override
	public void close() {
	}

}
