package io.cachebridge.core;

/**
 * Whether this node hears what is sent: only if the transport says so and the node's own
 * heartbeats come back. Guarded by its owner.
 */
final class Hearing {

	private final long patience;

	private boolean connected;

	private boolean hears;

	private boolean waitedInVain;

	/** Whether what is missed now may still be delivered. */
	private boolean resumable;

	private long beats;

	/** Only this heartbeat and later ones prove something. */
	private long proof = 1;

	/** When something last gave reason to believe that messages arrive. */
	private long hopeSince;

	private SuspicionReason deafness = SuspicionReason.RECONNECT;

	/**
	 * Creates the state of a node that hears nothing yet.
	 * @param patience for how many nanoseconds the echo may stay away
	 */
	Hearing(long patience) {
		this.patience = patience;
	}

	boolean hears() {
		return this.hears;
	}

	/**
	 * Returns why the node does not hear, or did not before it heard again.
	 * @return the reason
	 */
	SuspicionReason deafness() {
		return this.deafness;
	}

	/**
	 * The transport is connected, for the first time or again.
	 * @param now the reading of the ticker
	 */
	void connected(long now) {
		lost();
		resumed(now);
	}

	/**
	 * The transport is connected again, and has delivered what was sent meanwhile.
	 * @param now the reading of the ticker
	 */
	void resumed(long now) {
		doubt(SuspicionReason.RECONNECT);
		this.connected = true;
		this.waitedInVain = false;
		this.hopeSince = now;
	}

	/**
	 * The transport is disconnected.
	 */
	void disconnected() {
		this.resumable |= this.hears;
		doubt(SuspicionReason.RECONNECT);
		this.connected = false;
	}

	/**
	 * Something was missed that will not be delivered any more.
	 */
	void lost() {
		this.resumable = false;
	}

	/**
	 * Tells whether all that was sent while this node did not hear was delivered, or may
	 * still be.
	 * @return {@code true} if nothing is known to be lost
	 */
	boolean isResumable() {
		return this.resumable;
	}

	private void doubt(SuspicionReason reason) {
		this.hears = false;
		this.deafness = reason;
		this.proof = this.beats + 1;
	}

	/**
	 * Begins a heartbeat.
	 * @return its number
	 */
	long beat() {
		this.beats++;
		return this.beats;
	}

	/**
	 * Stops to hear if the echo has stayed away.
	 * @param now the reading of the ticker
	 * @return whether that was found out just now
	 */
	boolean missesEcho(long now) {
		if (!this.connected || this.waitedInVain || now - this.hopeSince <= this.patience) {
			return false;
		}
		this.waitedInVain = true;
		lost();
		if (this.hears) {
			doubt(SuspicionReason.ECHO);
		}
		return true;
	}

	/**
	 * A heartbeat of this node came back.
	 * @param beat its number
	 * @param now the reading of the ticker, taken before
	 * @return whether the node hears from now on and did not before
	 */
	boolean echo(long beat, long now) {
		if (!this.connected || beat < this.proof) {
			return false;
		}
		this.hopeSince = now;
		this.waitedInVain = false;
		boolean begins = !this.hears;
		this.hears = true;
		return begins;
	}

}
