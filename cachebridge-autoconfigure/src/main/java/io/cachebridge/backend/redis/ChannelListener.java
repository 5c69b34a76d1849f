package io.cachebridge.backend.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;

import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Hears one channel. Called on threads of the client, which must not be held up.
 */
final class ChannelListener implements MessageListener, SubscriptionListener {

	private final OrderedDelivery delivery;

	ChannelListener(OrderedDelivery delivery) {
		this.delivery = delivery;
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		this.delivery.message(message.getBody());
	}

	/**
	 * Called at the first subscription and again after each reconnect.
	 */
	@Override
	public void onChannelSubscribed(byte[] channel, long count) {
		this.delivery.connected();
	}

	void onConnectionLost() {
		this.delivery.disconnected();
	}

}
