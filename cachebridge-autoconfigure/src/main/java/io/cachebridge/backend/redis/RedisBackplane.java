package io.cachebridge.backend.redis;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * Carries messages through Redis. The sender hears its own messages.
 */
final class RedisBackplane implements Backplane {

	private final RedisChannel channel;

	private final RedisCalls calls;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable OrderedDelivery delivery;

	private @Nullable RedisSubscriber subscriber;

	private boolean closed;

	RedisBackplane(RedisCommands commands, String channel) {
		this(new PublishSubscribeChannel(commands, channel));
	}

	RedisBackplane(RedisChannel channel) {
		this.channel = channel;
		this.calls = new RedisCalls(channel.name());
	}

	@Override
	public void start(BackplaneListener listener) {
		this.lock.lock();
		try {
			if (this.closed || this.subscriber != null) {
				throw new IllegalStateException("Backplane was started before");
			}
			this.delivery = new OrderedDelivery(listener);
			this.subscriber = new RedisSubscriber(this.channel, this.delivery);
			this.subscriber.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void publish(byte[] message) {
		if (message.length > maximumMessageBytes()) {
			throw new BackendRejectedException(this.channel.name(), "publish",
					"%d bytes are more than a message may have".formatted(message.length), null);
		}
		this.calls.run("publish", null, () -> this.channel.publish(message));
	}

	@Override
	public int maximumMessageBytes() {
		return this.channel.maximumMessageBytes();
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
			this.channel.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}
