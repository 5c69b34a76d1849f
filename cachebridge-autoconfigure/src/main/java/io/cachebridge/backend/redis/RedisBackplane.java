package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * Carries messages by publish and subscribe of Redis. The sender hears its own messages.
 * What is sent while a node is disconnected is lost for that node, which is told of it by
 * the events.
 */
final class RedisBackplane implements Backplane {

	private static final String CHANNEL_PREFIX = "cachebridge:";

	private static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024;

	private final RedisCommands commands;

	private final RedisCalls calls = new RedisCalls(RedisBackend.NAME);

	private final byte[] channel;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable OrderedDelivery delivery;

	private @Nullable RedisSubscriber subscriber;

	private boolean closed;

	RedisBackplane(RedisCommands commands, String channel) {
		this.commands = commands;
		this.channel = (CHANNEL_PREFIX + channel).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void start(BackplaneListener listener) {
		this.lock.lock();
		try {
			if (this.closed || this.subscriber != null) {
				throw new IllegalStateException("Backplane was started before");
			}
			this.delivery = new OrderedDelivery(listener);
			this.subscriber = new RedisSubscriber(this.commands, RedisBackend.NAME, this.channel, this.delivery);
			this.subscriber.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void publish(byte[] message) {
		if (message.length > MAXIMUM_MESSAGE_BYTES) {
			throw new BackendRejectedException(RedisBackend.NAME, "publish",
					"%d bytes are more than a message may have".formatted(message.length), null);
		}
		this.calls.run("publish", null, () -> this.commands.publish(this.channel, message));
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.delivery != null && this.subscriber != null) {
				this.delivery.close();
				this.subscriber.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
