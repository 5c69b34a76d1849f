package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.cachebridge.spi.support.GroupCommit;
import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;
import io.cachebridge.spi.support.SenderLogReader;

/**
 * Carries messages in items of a table, which are there for a while: who is disconnected
 * for less reads on as if nothing had happened.
 */
final class MessageLogChannel implements MessageChannel {

	private static final int MAXIMUM_MESSAGE_BYTES = 16 * 1024;

	/** Of up to 256 kilobytes each. */
	private static final int BATCH = 16;

	private static final Duration TIDYING = Duration.ofMinutes(1);

	private final DynamoDbTable table;

	private final GroupCommit group;

	private final MessageLog log;

	private final SenderLogReader<RuntimeException> reader;

	MessageLogChannel(DynamoDbTable table, String channel, Clock clock) {
		this.table = table;
		SenderRegistry registry = new SenderRegistry(table, channel, clock);
		this.group = new GroupCommit(new MessageWriter(table, channel, registry, clock)::write,
				table.settings().timeout());
		this.log = new MessageLog(table, channel, registry);
		this.reader = new SenderLogReader<>(MessageWriter.KEPT, BATCH, clock);
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void publish(byte[] message) throws Exception {
		this.group.write(message);
	}

	@Override
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws InterruptedException {
		this.reader.begin(this.log, delivery);
		long tidied = System.nanoTime();
		long interval = this.table.settings().backplane().pollInterval().toNanos();
		while (!closed.await(interval, TimeUnit.NANOSECONDS)) {
			this.reader.poll(this.log, delivery);
			if (System.nanoTime() - tidied > TIDYING.toNanos()) {
				this.reader.tidy(this.log);
				tidied = System.nanoTime();
			}
		}
	}

	@Override
	public void close() {
		this.table.close();
	}

}
