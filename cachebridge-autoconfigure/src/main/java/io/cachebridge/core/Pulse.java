package io.cachebridge.core;

import java.time.Duration;

/**
 * What a node says of itself in a heartbeat or goodbye.
 *
 * @param beat counts the heartbeats of the sender, from 1
 * @param before all messages up to this number had been sent a while ago
 * @param pause how long ago that was. A node that began to hear later is not concerned by
 * them, whoever's clock it was
 */
record Pulse(long beat, long before, Duration pause) {

	/** What the other messages say. */
	static final Pulse NONE = new Pulse(0, 0, Duration.ZERO);

}
