package io.cachebridge.core;

import java.time.Duration;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.core.NodeMessage.Kind;
import io.cachebridge.spi.Backplane;

/**
 * Says what this node has to say. A message that the transport refuses keeps its number,
 * so that the others notice that something is missing.
 * <p>
 * A transport that hangs is usually part of a store that hangs. Changes which the store
 * has not acknowledged are then told without their callers, each of whom would be held
 * up.
 */
final class NodeVoice {

	private static final Log logger = LogFactory.getLog(NodeVoice.class);

	private final Backplane backplane;

	private final long incarnation;

	private final Ticker ticker;

	private final long interval;

	private final SentNumbers numbers = new SentNumbers();

	private final BackendStatus status = BackendStatus.ofBackplane();

	private final LateNews late = new LateNews((late) -> this.numbers.end(late.number()));

	private final Runnable tellLateSoon;

	/** Why the last message was not sent, if that took long. */
	private volatile @Nullable RuntimeException hanging;

	/** What had been sent when {@link #lastBeat} was read. */
	private long before;

	private long lastBeat;

	/**
	 * Creates a voice.
	 * @param backplane carries the messages
	 * @param incarnation the identity of this node
	 * @param ticker tells how time passes
	 * @param interval the time between two heartbeats
	 * @param tellLateSoon has {@link #tellLate} called, without waiting
	 */
	NodeVoice(Backplane backplane, long incarnation, Ticker ticker, Duration interval, Runnable tellLateSoon) {
		this.tellLateSoon = tellLateSoon;
		this.backplane = backplane;
		this.incarnation = incarnation;
		this.ticker = ticker;
		this.interval = Nanos.of(interval);
		this.lastBeat = ticker.read();
	}

	/**
	 * Tells of a change.
	 * @param kind what happened
	 * @param news to what
	 * @return why nobody was told yet, {@code null} if all were
	 */
	@Nullable RuntimeException tell(Kind kind, CacheNews news) {
		long number = this.numbers.begin();
		RuntimeException inVain = news.stored() ? null : this.hanging;
		if (inVain != null) {
			this.late.add(new LateNews.Late(number, kind, news), this.tellLateSoon);
			return inVain;
		}
		try {
			if (news.stored()) {
				this.late.withdraw(kind, news);
			}
			return publish(number, kind, news);
		}
		finally {
			this.numbers.end(number);
		}
	}

	private @Nullable RuntimeException publish(long number, Kind kind, CacheNews news) {
		NodeMessage message = NodeMessage.about(this.incarnation, number, kind, news);
		return publish(message, message::writeWidened);
	}

	/**
	 * Tells of changes whose callers did not wait. Called by one thread at a time.
	 */
	void tellLate() {
		this.late.tellAll((each) -> publish(each.number(), each.kind(), each.news()));
	}

	void tellFilled(CacheNews news) {
		publish(Kind.FILLED, news);
	}

	void hello() {
		publish(Kind.HELLO, CacheNews.NONE);
	}

	/**
	 * Tells that this node is there. Called by one thread at a time.
	 * @param beat counts the heartbeats
	 */
	void heartbeat(long beat) {
		long upTo = this.numbers.upTo();
		long now = this.ticker.read();
		Pulse pulse = new Pulse(beat, this.before, Duration.ofNanos(now - this.lastBeat));
		// One that was sent out of turn would leave too short a time to the next
		if (now - this.lastBeat >= this.interval) {
			this.before = upTo;
			this.lastBeat = now;
		}
		NodeMessage message = NodeMessage.of(this.incarnation, upTo, Kind.HEARTBEAT, pulse);
		publish(message, message::write);
	}

	/**
	 * Tells that this node says nothing more. Called by the thread of heartbeats or after
	 * the last one.
	 */
	void goodbye() {
		Pulse pulse = new Pulse(0, this.before, Duration.ofNanos(this.ticker.read() - this.lastBeat));
		NodeMessage message = NodeMessage.of(this.incarnation, this.numbers.last(), Kind.GOODBYE, pulse);
		publish(message, message::write);
	}

	private void publish(Kind kind, CacheNews news) {
		NodeMessage message = NodeMessage.about(this.incarnation, 0, kind, news);
		publish(message, message::write);
	}

	private @Nullable RuntimeException publish(NodeMessage message, Function<Integer, byte @Nullable []> writing) {
		long start = this.ticker.read();
		try {
			byte[] bytes = writing.apply(this.backplane.maximumMessageBytes());
			if (bytes != null) {
				this.backplane.publish(bytes);
				this.status.worked();
				this.hanging = null;
			}
			return null;
		}
		catch (RuntimeException ex) {
			logger.debug("Other nodes could not be told: " + message.kind(), ex);
			this.status.failed(ex);
			if (this.ticker.read() - start > BackendBreaker.LONGEST_UNNOTICED) {
				this.hanging = ex;
			}
			return ex;
		}
	}

}
