package io.cachebridge.core;

import java.util.Map;

/**
 * How a node hears the others, and what came of it since it began.
 *
 * @param hearing whether it hears them now; if not, nothing is served from this process
 * alone
 * @param suspicions how often messages may have been missed, by reason; afterwards what
 * this process held was not served without a look into the store
 * @param unreadable messages that could not be read: of a newer format, or not from this
 * library
 */
public record BackplaneStatistics(boolean hearing, Map<SuspicionReason, Long> suspicions, long unreadable) {

	public BackplaneStatistics {
		suspicions = Map.copyOf(suspicions);
	}

	/**
	 * Returns how often messages may have been missed for one reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long suspicions(SuspicionReason reason) {
		return this.suspicions.getOrDefault(reason, 0L);
	}

}
