package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.core.InvalidationMessage.Kind;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * Speaks with the other nodes over a backplane.
 */
final class NodeChannel implements BackplaneListener {

	private static final Log logger = LogFactory.getLog(NodeChannel.class);

	private final Backplane backplane;

	private final long incarnation;

	private final AtomicLong sequence = new AtomicLong();

	private final BackendStatus status = BackendStatus.ofBackplane();

	private final Consumer<InvalidationMessage> receiver;

	private final Consumer<Boolean> hearing;

	/**
	 * Creates a channel that is not heard yet.
	 * @param backplane carries the messages
	 * @param incarnation the identity of this node
	 * @param receiver is given the messages of other nodes
	 * @param hearing is told whether messages are heard from now on; again {@code true}
	 * if some may have been lost
	 */
	NodeChannel(Backplane backplane, long incarnation, Consumer<InvalidationMessage> receiver,
			Consumer<Boolean> hearing) {
		this.backplane = backplane;
		this.incarnation = incarnation;
		this.receiver = receiver;
		this.hearing = hearing;
	}

	void start() {
		this.backplane.start(this);
	}

	void close() {
		this.backplane.close();
	}

	Announcer announcer(String cache, CacheObserver observer) {
		return new Announcer() {

			@Override
			public void changed(String keyName) {
				publish(Kind.KEY, cache, keyName, observer);
			}

			@Override
			public void cleared() {
				publish(Kind.ALL, cache, "", observer);
			}

			@Override
			public void renewed() {
				publish(Kind.EPOCH, cache, "", observer);
			}

		};
	}

	private void publish(Kind kind, String cache, String keyName, CacheObserver observer) {
		InvalidationMessage message = new InvalidationMessage(this.incarnation, this.sequence.incrementAndGet(), kind,
				cache, keyName);
		try {
			this.backplane.publish(message.write(this.backplane.maximumMessageBytes()));
			this.status.worked();
		}
		catch (RuntimeException ex) {
			observer.untold(ex);
			this.status.failed(ex);
		}
	}

	@Override
	public void onMessage(byte[] bytes) {
		InvalidationMessage message = InvalidationMessage.read(bytes);
		if (message == null) {
			logger.debug("A message of an unknown format was ignored");
		}
		else if (message.incarnation() != this.incarnation) {
			this.receiver.accept(message);
		}
	}

	@Override
	public void onConnected() {
		this.hearing.accept(Boolean.TRUE);
	}

	@Override
	public void onDisconnected() {
		this.hearing.accept(Boolean.FALSE);
	}

}
