package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * A stream of limited length, which every node reads on its own: what is sent while a
 * node is disconnected is read later, unless there is too much of it. What Redis itself
 * forgets, when it fails over to a replica that is behind for example, is lost here too,
 * and not always noticed.
 */
final class StreamChannel implements MessageChannel {

	static final String NAME = "redis-stream";

	/**
	 * No key of a record begins like this, as the engine escapes the mark.
	 */
	static final String PREFIX = "cachebridge#stream:";

	/**
	 * Small, because the server keeps thousands of them.
	 */
	private static final int MAXIMUM_MESSAGE_BYTES = 4 * 1024;

	/**
	 * How long the server may be silent before it has to answer.
	 */
	private static final Duration WAIT = Duration.ofSeconds(2);

	private final RedisCommands commands;

	private final String key;

	private final byte[] stream;

	private final int maximumLength;

	private final StreamConnection connection;

	private final StreamReader reader;

	StreamChannel(RedisCommands commands, String channel, int maximumLength) {
		this.commands = commands;
		this.key = PREFIX + channel;
		this.stream = this.key.getBytes(StandardCharsets.UTF_8);
		this.maximumLength = maximumLength;
		this.connection = commands.openStream(this.stream, WAIT);
		this.reader = new StreamReader(this.key, this.connection, () -> StreamEntry.mark(append(StreamEntry.MARK)),
				WAIT);
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void publish(byte[] message) {
		try {
			append(message);
		}
		catch (RuntimeException ex) {
			throw explain("publish", ex);
		}
	}

	@Override
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws InterruptedException {
		try {
			this.reader.read(delivery, closed);
		}
		catch (RuntimeException ex) {
			throw explain("subscribe", ex);
		}
	}

	@Override
	public void close() {
		this.connection.close();
	}

	private String append(byte[] message) {
		return this.commands.append(this.stream, message, this.maximumLength);
	}

	private RuntimeException explain(String operation, RuntimeException failure) {
		return RedisFailures.isOtherType(failure) ? new BackendRejectedException(NAME, operation,
				("key '%s' holds something else than a stream; "
						+ "delete it, or set another 'cachebridge.backplane.channel'")
					.formatted(this.key),
				failure) : failure;
	}

}
