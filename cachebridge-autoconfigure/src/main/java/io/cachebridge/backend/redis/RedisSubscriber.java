package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.spi.CacheBackendException;

/**
 * Keeps one channel subscribed for as long as it is open, on a thread of its own:
 * whenever a subscription cannot be had or ends, it tries again, sooner at first and once
 * a second later.
 */
final class RedisSubscriber implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisSubscriber.class);

	private static final long SHORTEST_PAUSE = 50;

	private static final long LONGEST_PAUSE = 1000;

	private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

	private final RedisCommands commands;

	private final String backend;

	private final byte[] channel;

	private final OrderedDelivery delivery;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread = new Thread(this::keepSubscribed, "cachebridge-redis-subscribe");

	RedisSubscriber(RedisCommands commands, String backend, byte[] channel, OrderedDelivery delivery) {
		this.commands = commands;
		this.backend = backend;
		this.channel = channel;
		this.delivery = delivery;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	private void keepSubscribed() {
		try {
			int failures = 0;
			do {
				failures = subscribe(failures);
				this.delivery.disconnected();
			}
			while (!this.closed.await(pauseAfter(failures), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			// Only closing interrupts
			Thread.currentThread().interrupt();
		}
	}

	private int subscribe(int failures) throws InterruptedException {
		ChannelListener listener = new ChannelListener(this.delivery);
		try {
			this.commands.subscribe(this.channel, listener, this.closed);
		}
		catch (RuntimeException ex) {
			tell(RedisFailures.translate(this.backend, "subscribe", null, ex), failures);
		}
		return listener.wasSubscribed() ? 0 : failures + 1;
	}

	private void tell(CacheBackendException failure, int failures) {
		if (failures > 0) {
			logger.debug("Still not subscribed", failure);
		}
		else if (this.closed.getCount() > 0) {
			logger.warn("Messages of other nodes are not heard yet, trying on: " + failure.getMessage());
		}
	}

	private static long pauseAfter(int failures) {
		return Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << Math.min(failures, 10));
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.thread.interrupt();
		try {
			this.thread.join(LONGEST_CLOSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
