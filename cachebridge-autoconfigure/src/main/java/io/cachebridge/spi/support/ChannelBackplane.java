package io.cachebridge.spi.support;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * Carries messages through a channel of a store, with one thread that listens and one
 * that tells. When messages cannot be heard it tries again for as long as it is open.
 */
public final class ChannelBackplane implements Backplane {

	private final MessageChannel channel;

	private final StoreCalls calls;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable OrderedDelivery delivery;

	private @Nullable ChannelSubscriber subscriber;

	private boolean closed;

	/**
	 * Creates a backplane.
	 * @param channel carries the messages; closed with the backplane
	 * @param calls tell failures of the channel
	 */
	public ChannelBackplane(MessageChannel channel, StoreCalls calls) {
		this.channel = channel;
		this.calls = calls;
	}

	@Override
	public void start(BackplaneListener listener) {
		this.lock.lock();
		try {
			if (this.closed || this.subscriber != null) {
				throw new IllegalStateException("Backplane was started before");
			}
			this.delivery = new OrderedDelivery(this.calls.backend(), listener);
			this.subscriber = new ChannelSubscriber(this.channel, this.calls, this.delivery);
			this.subscriber.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void publish(byte[] message) {
		if (message.length > maximumMessageBytes()) {
			throw new BackendRejectedException(this.calls.backend(), "publish",
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
