package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.spi.support.GroupCommit;
import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;
import io.cachebridge.spi.support.SenderLogReader;

/**
 * Carries messages in rows of a table, which are there for a while: who is disconnected
 * for less reads on as if nothing had happened.
 */
final class TableChannel implements MessageChannel {

	/** How long messages can be read. */
	static final Duration KEPT = Duration.ofMinutes(10);

	private static final Log logger = LogFactory.getLog(TableChannel.class);

	private static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024;

	/** Of up to 64 kilobytes each. */
	private static final int BATCH = 50;

	/** How often to look even so where a bell rings. */
	private static final Duration SAFETY = Duration.ofSeconds(1);

	private static final int TIDYING_WITHIN_KEPT = 10;

	private final Database database;

	private final MessageTables tables;

	private final MessageWriter writer;

	private final GroupCommit group;

	private final SenderLogReader<SQLException> reader;

	private final Clock clock;

	private final Duration pollInterval;

	private final Duration tidying;

	TableChannel(Database database, MessageTables tables, CacheBridgeJdbcProperties settings, Duration kept,
			Clock clock) {
		this.database = database;
		this.tables = tables;
		this.writer = new MessageWriter(database, tables, kept);
		this.group = new GroupCommit(this.writer::write, settings.timeout());
		this.reader = new SenderLogReader<>(kept, BATCH, clock);
		this.clock = clock;
		this.pollInterval = settings.backplane().pollInterval();
		this.tidying = kept.dividedBy(TIDYING_WITHIN_KEPT);
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
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws SQLException, InterruptedException {
		this.database.hold((session) -> {
			try (Bell bell = Bell.of(session, this.tables.wakeUpName())) {
				SessionLog log = new SessionLog(this.tables, session, this.database, this.clock::millis);
				this.reader.begin(log, delivery);
				read(log, bell, delivery, closed);
			}
		});
	}

	private void read(SessionLog log, Bell bell, OrderedDelivery delivery, CountDownLatch closed)
			throws SQLException, InterruptedException {
		Duration seldom = (this.pollInterval.compareTo(SAFETY) > 0) ? this.pollInterval : SAFETY;
		long tidied = System.nanoTime();
		boolean rings = false;
		while (closed.getCount() > 0) {
			boolean rang = bell.await(rings ? seldom : this.pollInterval, closed);
			boolean news = this.reader.poll(log, delivery);
			// Where a proxy shares connections nothing rings though all seems well
			rings = rang || (rings && !news);
			if (System.nanoTime() - tidied > this.tidying.toNanos()) {
				removeOld();
				this.reader.tidy(log);
				tidied = System.nanoTime();
			}
		}
	}

	private void removeOld() {
		try {
			this.writer.removeOld();
		}
		catch (SQLException ex) {
			logger.debug("Old messages are not removed yet", ex);
		}
	}

	@Override
	public void close() {
		this.database.close();
	}

}
