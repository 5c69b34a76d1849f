package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Reads a stream on from the place that it has reached, also after a disconnect, and
 * knows whether it missed anything.
 * <p>
 * A stream is cut off at its old end only. So as long as the entry that was read last is
 * still there when what follows it has been read, nothing between the two is missing. It
 * is looked for after every read, because entries may also be cut off while connected,
 * under a node that stands still for long enough. To have an entry to begin with, a mark
 * is appended first. None of this trusts the order of identities, which are made of the
 * server's clock, and all of it works with every Redis that has streams.
 */
final class StreamReader {

	private static final Log logger = LogFactory.getLog(StreamReader.class);

	private static final StreamEntry NOWHERE = StreamEntry.mark("0-0");

	private final String stream;

	private final StreamConnection connection;

	private final Supplier<StreamEntry> marking;

	private final Duration wait;

	/** What was read last. */
	private StreamEntry position = NOWHERE;

	/** What was read before, and is not yet known to have missed nothing behind it. */
	private StreamEntry anchor = NOWHERE;

	/** Whether the listener has heard everything up to the position. */
	private boolean gapless;

	private boolean warned;

	/**
	 * Creates a reader that has read nothing.
	 * @param stream how the stream is called in the log
	 * @param connection where to read it
	 * @param marking appends a mark
	 * @param wait how long one read waits for entries
	 */
	StreamReader(String stream, StreamConnection connection, Supplier<StreamEntry> marking, Duration wait) {
		this.stream = stream;
		this.connection = connection;
		this.marking = marking;
		this.wait = wait;
	}

	/**
	 * Reads until entries are missing or reading fails.
	 * @param delivery who is told
	 * @param closed until when to read at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void read(OrderedDelivery delivery, CountDownLatch closed) throws InterruptedException {
		if (this.gapless && catchUp(delivery)) {
			delivery.resumed();
		}
		else {
			beginAtEnd(delivery);
		}
		while (this.gapless && closed.getCount() > 0) {
			pass(this.connection.readAfter(this.position.id(), this.wait), delivery);
		}
	}

	private void beginAtEnd(OrderedDelivery delivery) throws InterruptedException {
		this.gapless = false;
		this.position = this.marking.get();
		this.anchor = this.position;
		if (!catchUp(delivery)) {
			throw new IllegalStateException("What was appended to stream '%s' is not found".formatted(this.stream));
		}
		this.gapless = true;
		delivery.connected();
	}

	private boolean catchUp(OrderedDelivery delivery) throws InterruptedException {
		List<StreamEntry> entries;
		do {
			entries = this.connection.readAfter(this.position.id(), Duration.ZERO);
			if (!pass(entries, delivery)) {
				return false;
			}
		}
		while (entries.size() == StreamConnection.PAGE);
		return true;
	}

	private boolean pass(List<StreamEntry> entries, OrderedDelivery delivery) throws InterruptedException {
		for (StreamEntry entry : entries) {
			pass(entry, delivery);
			this.position = entry;
		}
		if (!this.anchor.isSameAs(this.connection.read(this.anchor.id()))) {
			lose();
			return false;
		}
		this.anchor = this.position;
		if (entries.size() == StreamConnection.PAGE) {
			// What is not read yet can wait at the server, where more of it has room
			delivery.awaitDelivered();
		}
		return true;
	}

	private void lose() {
		if (this.gapless) {
			this.gapless = false;
			logger.warn(("Stream '%s' no longer holds what was read last, so messages of other nodes may be lost. "
					+ "If Redis was not emptied, 'cachebridge.redis.stream.maximum-length' is too small")
				.formatted(this.stream));
		}
	}

	private void pass(StreamEntry entry, OrderedDelivery delivery) {
		byte @Nullable [] message = entry.message();
		if (message == null) {
			warnOfStranger(entry);
		}
		else if (!entry.isMark()) {
			delivery.message(message);
		}
	}

	private void warnOfStranger(StreamEntry entry) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("Stream '%s' holds entries that are not of this library, such as %s; they are ignored"
				.formatted(this.stream, entry.id()));
		}
	}

}
