package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

/**
 * Lets one node at a time load a value anew that is still there. Whoever does so leaves a
 * record beside the value, which tells the others until when they are to leave it alone.
 * A claim that is lost or ends too early costs a load and nothing else.
 */
final class RefreshClaims {

	private final BackendCalls store;

	private final KeyLayout layout;

	private final VersionSource versions;

	private final Clock clock;

	private final boolean claiming;

	private final Map<String, StoredRecord> own = new ConcurrentHashMap<>();

	RefreshClaims(BackendCalls store, KeyLayout layout, VersionSource versions, Clock clock) {
		this.store = store;
		this.layout = layout;
		this.versions = versions;
		this.clock = clock;
		this.claiming = store.supports(Capability.SHARED) && store.supports(Capability.CONDITIONAL_PUT);
	}

	/**
	 * Claims a key.
	 * @param key the key
	 * @param life how long others leave it alone at most
	 * @return {@code false} if another node has claimed it, or the store does not answer
	 */
	boolean claim(EntryKey key, Duration life) {
		if (!this.claiming) {
			return true;
		}
		String place = this.layout.refresh(key);
		StoredRecord mine = StoredRecord.reservation(this.versions.next(), this.clock.instant().plus(life));
		PutOutcome outcome = putIf(place, null, mine);
		StoredRecord held = (outcome != null && !outcome.applied()) ? outcome.current() : null;
		if (held != null && isOver(held)) {
			outcome = putIf(place, held, mine);
		}
		boolean claimed = outcome != null && outcome.applied();
		if (claimed) {
			this.own.put(key.name(), mine);
		}
		return claimed;
	}

	private @Nullable PutOutcome putIf(String place, @Nullable StoredRecord seen, StoredRecord next) {
		return this.store.call("putIf", (backend) -> backend.putIf(place, seen, next));
	}

	private boolean isOver(StoredRecord claim) {
		return claim.expiresAt() != null && !this.clock.instant().isBefore(claim.expiresAt());
	}

	/**
	 * Gives up a claim of this node, if it has one that others still respect.
	 * @param key the key
	 */
	void release(EntryKey key) {
		StoredRecord claim = this.own.remove(key.name());
		if (claim != null && !isOver(claim)) {
			this.store.call("delete", (backend) -> backend.delete(this.layout.refresh(key)));
		}
	}

}
