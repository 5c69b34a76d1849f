package io.cachebridge.spi.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Listens for as long as it is open, on a thread of its own: whenever messages cannot be
 * heard, or not any more, it tries again, sooner at first and once a second later.
 */
final class ChannelSubscriber implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ChannelSubscriber.class);

	private static final long SHORTEST_PAUSE = 50;

	private static final long LONGEST_PAUSE = 1000;

	private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

	private final MessageChannel channel;

	private final StoreCalls calls;

	private final OrderedDelivery delivery;

	private final CountDownLatch closed = new CountDownLatch(1);

	/** Known to the thread of listening only. */
	private boolean warned;

	private final Thread thread;

	ChannelSubscriber(MessageChannel channel, StoreCalls calls, OrderedDelivery delivery) {
		this.channel = channel;
		this.calls = calls;
		this.delivery = delivery;
		this.thread = new Thread(this::keepListening, "cachebridge-%s-subscribe".formatted(calls.backend()));
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	private void keepListening() {
		int failures = 0;
		while (isOpen()) {
			failures = listen(failures);
			this.delivery.disconnected();
			pause(pauseAfter(failures));
		}
	}

	private boolean isOpen() {
		return this.closed.getCount() > 0;
	}

	// Whoever interrupts without closing does not end it
	private void pause(long milliseconds) {
		try {
			this.closed.await(milliseconds, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			logger.debug("Listening was interrupted", ex);
		}
	}

	private int listen(int failures) {
		int before = this.delivery.connections();
		try {
			this.channel.listen(this.delivery, this.closed);
		}
		catch (Throwable ex) {
			this.warned &= this.delivery.connections() == before;
			tell(ex);
		}
		return (this.delivery.connections() != before) ? 0 : failures + 1;
	}

	private void tell(Throwable cause) {
		String failure = (cause instanceof Exception exception && !(cause instanceof InterruptedException))
				? this.calls.failure("subscribe", null, exception).getMessage() : cause.toString();
		if (this.warned) {
			logger.debug("Messages of other nodes are still not heard", cause);
		}
		else if (isOpen()) {
			this.warned = true;
			logger.warn("Messages of other nodes are not heard, trying on: " + failure);
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
