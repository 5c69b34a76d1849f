package io.cachebridge.spi.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.cachebridge.spi.BackplaneListener;

/**
 * Tells a listener everything in order, on a thread of its own, so that a listener that
 * takes its time holds up nobody else. When too much is waiting, messages are dropped;
 * the listener is told that some may be missing then, and after it has failed with one.
 */
public final class OrderedDelivery implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(OrderedDelivery.class);

	private static final int MOST_WAITING = 10_000;

	private final BackplaneListener listener;

	private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

	private final ThreadPoolExecutor executor;

	private final AtomicBoolean dropped = new AtomicBoolean();

	private final AtomicInteger connections = new AtomicInteger();

	private volatile boolean closed;

	/** Known to the thread of delivery only. */
	private boolean connected;

	/**
	 * Creates a delivery.
	 * @param backplane what its thread is called after
	 * @param listener who is told
	 */
	public OrderedDelivery(String backplane, BackplaneListener listener) {
		this.listener = listener;
		CustomizableThreadFactory threads = new CustomizableThreadFactory(
				"cachebridge-%s-deliver-".formatted(backplane));
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, this.waiting, threads,
				new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Tells of a message.
	 * @param message the message
	 */
	public void message(byte[] message) {
		if (this.waiting.size() >= MOST_WAITING) {
			this.dropped.set(true);
			return;
		}
		deliver(() -> this.listener.onMessage(message));
	}

	/**
	 * Tells that from now on messages are heard.
	 */
	public void connected() {
		this.connections.incrementAndGet();
		deliver(() -> {
			this.connected = true;
			this.listener.onConnected();
		});
	}

	/**
	 * Tells that a disconnect has cost nothing.
	 */
	public void resumed() {
		this.connections.incrementAndGet();
		deliver(() -> {
			this.connected = true;
			this.listener.onResumed();
		});
	}

	/**
	 * Counts how often messages were heard from then on.
	 * @return the number so far
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Waits until the listener was told everything.
	 * @throws InterruptedException if the thread is interrupted, as it has to be when
	 * this is closed
	 */
	public void awaitDelivered() throws InterruptedException {
		CountDownLatch delivered = new CountDownLatch(1);
		this.executor.execute(delivered::countDown);
		delivered.await();
	}

	/**
	 * Tells of a disconnect, once until connected again.
	 */
	public void disconnected() {
		deliver(() -> {
			if (this.connected) {
				this.connected = false;
				this.listener.onDisconnected();
			}
		});
	}

	private void deliver(Runnable news) {
		this.executor.execute(() -> {
			tell(news);
			if (this.connected && this.dropped.getAndSet(false)) {
				tell(this.listener::onConnected);
			}
		});
	}

	private void tell(Runnable news) {
		if (this.closed) {
			return;
		}
		try {
			news.run();
		}
		catch (RuntimeException | Error ex) {
			this.dropped.set(true);
			logger.warn("Listener of the backplane failed", ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.executor.shutdownNow();
		try {
			this.executor.awaitTermination(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
