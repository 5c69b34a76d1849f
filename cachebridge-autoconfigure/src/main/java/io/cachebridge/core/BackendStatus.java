package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs when something outside begins to fail and when it works again, once each.
 */
final class BackendStatus {

	private static final Log logger = LogFactory.getLog(BackendStatus.class);

	private final String what;

	private final String consequence;

	private final AtomicBoolean failing = new AtomicBoolean();

	private BackendStatus(String what, String consequence) {
		this.what = what;
		this.consequence = consequence;
	}

	static BackendStatus ofBackend(String name) {
		return new BackendStatus("Backend '%s'".formatted(name), "its caches are bypassed until it works again");
	}

	static BackendStatus ofPruning(String name) {
		return new BackendStatus("Pruning of backend '%s'".formatted(name), "what expired stays until it works again");
	}

	static BackendStatus ofSource(String cache) {
		return new BackendStatus("The source of cache '%s'".formatted(cache),
				"values beyond their time-to-live are served until it works again");
	}

	static BackendStatus ofBackplane() {
		return new BackendStatus("The backplane", "other nodes are not told of changes until it works again");
	}

	void worked() {
		if (this.failing.get() && this.failing.compareAndSet(true, false)) {
			logger.info(this.what + " works again");
		}
	}

	void failed(Throwable cause) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("%s fails, %s: %s".formatted(this.what, this.consequence, describe(cause)));
		}
	}

	private static String describe(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getName();
	}

}
