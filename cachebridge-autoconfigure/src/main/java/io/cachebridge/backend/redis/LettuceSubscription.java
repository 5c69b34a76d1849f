package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Watches over a subscription. Lettuce opens a broken connection anew and subscribes
 * again; but it does not notice an end that is gone without a word, so there is a ping
 * now and then.
 */
final class LettuceSubscription {

	private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

	private final StatefulRedisPubSubConnection<?, ?> connection;

	private LettuceSubscription(StatefulRedisPubSubConnection<?, ?> connection) {
		this.connection = connection;
	}

	static LettuceSubscription of(RedisConnection subscribed, ChannelListener listener) {
		RedisPubSubAsyncCommands<?, ?> commands = (RedisPubSubAsyncCommands<?, ?>) subscribed.getNativeConnection();
		StatefulRedisPubSubConnection<?, ?> connection = commands.getStatefulConnection();
		connection.addListener(new RedisConnectionStateListener() {
			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
				listener.onConnectionLost();
			}
		});
		if (!connection.isOpen()) {
			// Lost before there was anyone to tell
			listener.onConnectionLost();
		}
		return new LettuceSubscription(connection);
	}

	/**
	 * Stays until closed, or until a ping fails.
	 * @param closed until when to stay at most
	 * @param timeout how long to wait for the answer to a ping
	 * @throws InterruptedException if the thread is interrupted
	 */
	void stay(CountDownLatch closed, Duration timeout) throws InterruptedException {
		while (!closed.await(PING_INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
			LettuceFutures.awaitOrCancel(this.connection.async().ping(), timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

}
