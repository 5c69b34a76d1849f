package io.cachebridge.test.server;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * What becomes of the bytes that go one way through a {@link TcpProxy}.
 */
public final class Passage {

	enum Kind {

		OPEN, HELD, DROPPED, ENDED

	}

	private final Kind kind;

	private final Duration delay;

	private Passage(Kind kind, Duration delay) {
		Assert.isTrue(!delay.isNegative(), () -> "'delay' must not be negative but was " + delay);
		this.kind = kind;
		this.delay = delay;
	}

	/**
	 * Lets bytes pass as they come.
	 * @return the passage
	 */
	public static Passage open() {
		return new Passage(Kind.OPEN, Duration.ZERO);
	}

	/**
	 * Lets bytes pass some time after they came, at full width: those that come together
	 * go together.
	 * @param delay how much later
	 * @return the passage
	 */
	public static Passage delayed(Duration delay) {
		return new Passage(Kind.OPEN, delay);
	}

	/**
	 * Keeps bytes, and the end of the stream, until another passage is set, as a network
	 * does that is interrupted for less than what makes the ends give up.
	 * @return the passage
	 */
	public static Passage held() {
		return new Passage(Kind.HELD, Duration.ZERO);
	}

	/**
	 * Loses bytes, and the end of the stream, without a word to either end. Because no
	 * real stream goes on after a gap, a connection that has lost something is reset when
	 * another passage is set.
	 * @return the passage
	 */
	public static Passage dropped() {
		return new Passage(Kind.DROPPED, Duration.ZERO);
	}

	/**
	 * Ends the stream this way, and leaves the other way alone: a connection that is half
	 * closed. Cannot be undone for the connections that there are.
	 * @return the passage
	 */
	public static Passage ended() {
		return new Passage(Kind.ENDED, Duration.ZERO);
	}

	Kind kind() {
		return this.kind;
	}

	Duration delay() {
		return this.delay;
	}

	@Override
	public String toString() {
		return this.delay.isZero() ? this.kind.name() : this.kind + " after " + this.delay;
	}

}
