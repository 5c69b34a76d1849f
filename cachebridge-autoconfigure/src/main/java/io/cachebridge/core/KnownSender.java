package io.cachebridge.core;

/**
 * What this node has heard of one life of another node. Guarded by its owner.
 */
final class KnownSender {

	/** Ten minutes, with a heartbeat every five seconds. */
	private static final int PATIENCES_TO_DEATH = 80;

	private final HeardNumbers numbers = new HeardNumbers();

	private final long firstHeard;

	private long lastHeard;

	/** When it was last heard, or its silence was last a reason for suspicion. */
	private long silentSince;

	/** Whether it has said how far it got. */
	private boolean reported;

	/** Whether it is known where its numbers begin. */
	private boolean introduced;

	private boolean gone;

	KnownSender(long now) {
		this.firstHeard = now;
		this.lastHeard = now;
		this.silentSince = now;
	}

	void heard(long now) {
		this.lastHeard = now;
		this.silentSince = now;
	}

	void introduce() {
		this.introduced = true;
	}

	/**
	 * Notes a numbered message.
	 * @param number its number
	 * @return whether something is missing
	 */
	boolean number(long number) {
		this.numbers.add(number);
		return this.numbers.isTornApart() && skipToHighest();
	}

	private boolean skipToHighest() {
		this.numbers.skipToHighest();
		return true;
	}

	/**
	 * Notes up to which number the sender has sent its messages.
	 * @param upTo the number
	 * @param unconcerned all up to this number were sent before this node began to hear
	 * @return what is missing; the beginning only if this is the first time
	 */
	Missing sent(long upTo, long unconcerned) {
		this.numbers.skipTo(unconcerned);
		Missing missing = this.numbers.missingUpTo(upTo);
		if (this.reported && missing == Missing.BEGINNING) {
			missing = Missing.SOMETHING;
		}
		this.numbers.skipTo(upTo);
		this.introduced = true;
		this.reported = true;
		return missing;
	}

	void leave() {
		this.gone = true;
	}

	boolean isGone() {
		return this.gone;
	}

	long lastHeard() {
		return this.lastHeard;
	}

	/**
	 * Looks whether the sender should have been heard again by now. Whoever is silent for
	 * very long is taken for dead.
	 * @param now the reading of the ticker
	 * @param patience how long it may be silent
	 * @return whether it may have said something that was not heard, since it was or
	 * since this was found out before
	 */
	boolean isMissed(long now, long patience) {
		boolean dead = (now - this.lastHeard) / PATIENCES_TO_DEATH > patience;
		if (this.gone || dead || now - this.silentSince <= patience) {
			return false;
		}
		this.silentSince = now;
		return true;
	}

	/**
	 * Looks whether the sender should have said by now where its numbers begin.
	 * @param now the reading of the ticker
	 * @param patience how long it may not
	 * @return whether it has not, and was not asked before
	 */
	boolean lacksIntroduction(long now, long patience) {
		if (this.introduced || this.gone || now - this.firstHeard <= patience) {
			return false;
		}
		this.introduced = true;
		return skipToHighest();
	}

}
