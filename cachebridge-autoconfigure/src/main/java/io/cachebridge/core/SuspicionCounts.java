package io.cachebridge.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts why messages may have been missed, and logs each reason the first time.
 */
final class SuspicionCounts {

	private static final Log logger = LogFactory.getLog(SuspicionCounts.class);

	private final Map<SuspicionReason, Long> suspicions = new ConcurrentHashMap<>();

	private final LongAdder unreadable = new LongAdder();

	void suspected(SuspicionReason reason) {
		if (this.suspicions.merge(reason, 1L, Long::sum) == 1) {
			logger.info("Messages of other nodes may have been missed (%s); what this node holds is checked again"
				.formatted(reason));
		}
	}

	void unreadable() {
		this.unreadable.increment();
	}

	BackplaneStatistics statistics(boolean hearing) {
		return new BackplaneStatistics(hearing, this.suspicions, this.unreadable.sum());
	}

}
