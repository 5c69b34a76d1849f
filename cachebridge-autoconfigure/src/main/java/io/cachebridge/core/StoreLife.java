package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Notices that a store has begun another life, in which it may not remember all that it
 * had acknowledged.
 */
final class StoreLife {

	private static final long INTERVAL = Nanos.of(Duration.ofSeconds(5));

	private final BackendCalls store;

	private final Ticker ticker;

	private final Runnable onRestart;

	private @Nullable String known;

	private long lastLook;

	StoreLife(BackendCalls store, Ticker ticker, Runnable onRestart) {
		this.store = store;
		this.onRestart = onRestart;
		this.ticker = ticker;
		this.lastLook = ticker.read() - INTERVAL;
	}

	/**
	 * Looks at the store, at most every five seconds.
	 * @return whether it has begun another life since it was looked at before
	 */
	synchronized boolean hasRestarted() {
		long now = this.ticker.read();
		if (now - this.lastLook < INTERVAL) {
			return false;
		}
		this.lastLook = now;
		String before = this.known;
		String current = look();
		if (current == null) {
			return false;
		}
		this.known = current;
		boolean restarted = before != null && !before.equals(current);
		if (restarted) {
			this.onRestart.run();
		}
		return restarted;
	}

	private @Nullable String look() {
		String[] answer = new String[1];
		try {
			this.store.call("incarnation", (backend) -> {
				answer[0] = backend.incarnation();
				return Boolean.TRUE;
			});
		}
		catch (RuntimeException ex) {
			// Counted where the store was called; the next look will tell
			return null;
		}
		return answer[0];
	}

}
