package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs when a backend begins to fail and when it works again, once each.
 */
final class BackendStatus {

	private static final Log logger = LogFactory.getLog(BackendStatus.class);

	private final String backend;

	private final AtomicBoolean failing = new AtomicBoolean();

	BackendStatus(String backend) {
		this.backend = backend;
	}

	void worked() {
		if (this.failing.get() && this.failing.compareAndSet(true, false)) {
			logger.info("Backend '%s' works again".formatted(this.backend));
		}
	}

	void failed(Exception cause) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("Backend '%s' fails, its caches are bypassed until it works again: %s".formatted(this.backend,
					cause.getMessage()));
		}
	}

}
