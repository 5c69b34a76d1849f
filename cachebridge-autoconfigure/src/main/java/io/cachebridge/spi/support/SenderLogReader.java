package io.cachebridge.spi.support;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what each sender has written, in the sender's order, and knows whether it missed
 * anything: sequences have no gaps, and no clock but its own plays a part.
 * <p>
 * A sender is removed after it has written nothing for a while, as the node that removes
 * it has seen. So who has read within half of that while has missed nothing of those that
 * were removed, and a sender that was heard within it is not removed but lost.
 *
 * @param <E> what is thrown when the store fails
 */
public final class SenderLogReader<E extends Exception> {

	private static final Log logger = LogFactory.getLog(SenderLogReader.class);

	private final Duration kept;

	private final int batch;

	private final Clock clock;

	private final Map<Long, Position> positions = new HashMap<>();

	private @Nullable Moment lastRead;

	/**
	 * Creates a reader that has read nothing yet.
	 * @param kept how long messages can be read, and senders be silent
	 * @param batch how many numbers to read at once, few enough to be read in time
	 * @param clock goes on while the machine sleeps
	 */
	public SenderLogReader(Duration kept, int batch, Clock clock) {
		this.kept = kept;
		this.batch = batch;
		this.clock = clock;
	}

	/**
	 * Tells the listener of messages again, from where it last was if that is possible.
	 * @param log what to read
	 * @param delivery who is told
	 * @throws E if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void begin(SenderLog<E> log, OrderedDelivery delivery) throws E, InterruptedException {
		if (readOn(log, delivery) != Found.GAP) {
			delivery.resumed();
		}
		else {
			beginAtEnd(log, delivery);
		}
	}

	/**
	 * Reads what is new.
	 * @param log what to read
	 * @param delivery who is told
	 * @return whether there was anything
	 * @throws E if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean poll(SenderLog<E> log, OrderedDelivery delivery) throws E, InterruptedException {
		Found found = readOn(log, delivery);
		if (found == Found.GAP) {
			logger.warn("Messages of other nodes may be lost: they were gone before this node has read them, "
					+ "%s after they were written or because a table was emptied".formatted(this.kept));
			beginAtEnd(log, delivery);
		}
		return found != Found.NOTHING;
	}

	private void beginAtEnd(SenderLog<E> log, OrderedDelivery delivery) throws E, InterruptedException {
		Moment now = now();
		Map<Long, SenderLog.Head> heads = log.heads();
		this.positions.clear();
		heads.forEach((sender, head) -> this.positions.put(sender, new Position(head.last(), now.nanoTime(), false)));
		this.lastRead = now;
		delivery.connected();
	}

	private Found readOn(SenderLog<E> log, OrderedDelivery delivery) throws E, InterruptedException {
		Moment now = now();
		if (this.lastRead == null || this.lastRead.isLongBefore(now, this.kept.dividedBy(2))) {
			return Found.GAP;
		}
		Map<Long, SenderLog.Head> heads = log.heads();
		if (isAnyLost(heads, now.nanoTime())) {
			return Found.GAP;
		}
		Found found = Found.NOTHING;
		for (Map.Entry<Long, SenderLog.Head> each : heads.entrySet()) {
			Position position = this.positions.get(each.getKey());
			long after = (position != null) ? position.sequence() : each.getValue().first() - 1;
			if (after < each.getValue().last()) {
				found = Found.NEWS;
				if (!read(log, each.getKey(), after + 1, each.getValue().last(), delivery)) {
					return Found.GAP;
				}
			}
		}
		forgetSilent(heads.keySet(), now.nanoTime());
		this.lastRead = now;
		return found;
	}

	// A sender that has written lately is not removed, and none takes back what it wrote
	private boolean isAnyLost(Map<Long, SenderLog.Head> heads, long now) {
		return this.positions.entrySet().stream().anyMatch((each) -> {
			SenderLog.Head head = heads.get(each.getKey());
			Position position = each.getValue();
			return (head != null) ? head.last() < position.sequence()
					: position.heard() && now - position.since() < this.kept.toNanos() / 2;
		});
	}

	private boolean read(SenderLog<E> log, long sender, long from, long last, OrderedDelivery delivery)
			throws E, InterruptedException {
		for (long first = from; first <= last; first += this.batch) {
			long end = Math.min(last, first + this.batch - 1);
			if (!log.read(sender, first, end, delivery::message)) {
				return false;
			}
			// What was read is not read again, whatever becomes of the rest
			this.positions.put(sender, new Position(end, System.nanoTime(), true));
			if (end - first == this.batch - 1) {
				// What is not read yet can wait in the store, where more of it has room
				delivery.awaitDelivered();
			}
		}
		return true;
	}

	// One that comes back soon, because it was not removed but lost, is read on
	private void forgetSilent(Set<Long> senders, long now) {
		this.positions.entrySet()
			.removeIf((each) -> !senders.contains(each.getKey())
					&& now - each.getValue().since() > 2 * this.kept.toNanos());
	}

	/**
	 * Removes senders that have been silent for long; next time, if that fails.
	 * @param log where to remove them
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void tidy(SenderLog<E> log) throws InterruptedException {
		try {
			removeSilent(log);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			logger.debug("Senders that have ended are not removed yet", ex);
		}
	}

	private void removeSilent(SenderLog<E> log) throws E, InterruptedException {
		for (Map.Entry<Long, SenderLog.Head> each : log.heads().entrySet()) {
			Position position = this.positions.get(each.getKey());
			if (position != null
					&& (each.getValue().ended() || System.nanoTime() - position.since() > this.kept.toNanos())) {
				log.remove(each.getKey(), position.sequence());
			}
		}
	}

	private Moment now() {
		return new Moment(System.nanoTime(), this.clock.instant());
	}

	/**
	 * What there was to read.
	 */
	private enum Found {

		/** Nothing new. */
		NOTHING,

		/** Messages, and none is missing. */
		NEWS,

		/** Some may be missing. */
		GAP

	}

	/**
	 * Up to where a sender was read.
	 *
	 * @param sequence its last sequence
	 * @param since when that was new, in nanoseconds of a clock that does not jump
	 * @param heard whether it has written while this node was there
	 */
	private record Position(long sequence, long since, boolean heard) {

	}

}
