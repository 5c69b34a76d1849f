package io.cachebridge.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.RecordWriter.Written;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Lets the results of loads be stored only where nothing has changed since.
 * <p>
 * A load is stored only over exactly what was seen before it began. Whoever finds nothing
 * leaves a reservation, so that there is something to see; whatever removes or replaces
 * it meanwhile thereby refuses the load (leases, as in "Scaling Memcache at Facebook",
 * NSDI 2013). A reservation that is lost costs a reload and nothing else.
 * <p>
 * The epochs of tags that are known before a load are read before it too. Those of tags
 * that only its result tells are read after it, when they may be younger than the value:
 * then the tag stamp, noted before the load and written before any epoch of a tag is
 * replaced, must still be the same.
 */
final class Leases {

	private final RemoteTier remote;

	private final Epochs epochs;

	private final Reservations reservations;

	private final CacheObserver observer;

	Leases(RemoteTier remote, Epochs epochs, Reservations reservations, CacheObserver observer) {
		this.remote = remote;
		this.epochs = epochs;
		this.reservations = reservations;
		this.observer = observer;
	}

	/**
	 * Makes sure that the load which follows a miss may be stored.
	 * @param key the key
	 * @param miss what was found
	 * @param advice what is known of the load
	 * @return leased, or a hit that another node has stored meanwhile, or why the load
	 * will not be stored
	 */
	Reading lease(EntryKey key, Reading miss, LoadAdvice advice) {
		if (miss.status() != Reading.Status.MISS) {
			return miss;
		}
		Map<String, Version> current = epochsOfLoad(miss, advice);
		if (current == null) {
			return Reading.UNAVAILABLE.with(miss.stale());
		}
		Version stamp = current.remove(Epochs.STAMP);
		if (!this.remote.isLeased() || miss.stale() != null || this.reservations.isReusable(miss.seen())) {
			return Reading.leased(miss.seen(), current, stamp).with(miss.stale());
		}
		return reserve(key, miss.seen(), current, stamp);
	}

	/**
	 * Prepares to load a value anew that is still there.
	 * @param hit the value as it was found in the store
	 * @param advice what is known of the load
	 * @return leased, or unavailable if the load could not be stored
	 */
	Reading leaseAhead(Reading hit, LoadAdvice advice) {
		Map<String, Version> current = (hit.seen() != null) ? epochsOfLoad(hit, advice) : null;
		if (current == null) {
			return Reading.UNAVAILABLE;
		}
		Version stamp = current.remove(Epochs.STAMP);
		return Reading.leased(hit.seen(), current, stamp);
	}

	/**
	 * Gives up the reservation of a load that brought nothing to store, also one of
	 * another node that was waited for in vain. Replaced by one that is over: there is no
	 * conditional delete.
	 * @param key the key
	 * @param lease the lease of the load
	 * @return whether it was still held
	 */
	boolean release(EntryKey key, Reading lease) {
		if (!this.reservations.isToBeReleased(lease.seen())) {
			return false;
		}
		PutOutcome outcome = this.remote.putIf(key, lease.seen(), this.reservations.over());
		return outcome != null && outcome.applied();
	}

	/**
	 * The source has answered in a way that is not stored: what is over is not to be
	 * served any more.
	 * @param key the key
	 * @param lease the lease of the load
	 */
	void removeStale(EntryKey key, Reading lease) {
		if (lease.stale() != null && lease.seen() != null && this.remote.isLeased()) {
			this.remote.putIf(key, lease.seen(), this.reservations.over());
		}
	}

	private @Nullable Map<String, Version> epochsOfLoad(Reading miss, LoadAdvice advice) {
		Map<String, Version> current = new HashMap<>();
		Set<String> names = new HashSet<>();
		Version epoch = miss.epochs().get(Epochs.CACHE);
		if (epoch != null) {
			current.put(Epochs.CACHE, epoch);
		}
		else {
			names.add(Epochs.CACHE);
		}
		if (advice.mayHaveTags()) {
			names.add(Epochs.STAMP);
			names.addAll(advice.knownTags());
		}
		Map<String, Version> fetched = names.isEmpty() ? Map.of() : this.epochs.forWrite(names);
		if (fetched == null) {
			return null;
		}
		current.putAll(fetched);
		return current;
	}

	private Reading reserve(EntryKey key, @Nullable StoredRecord seen, Map<String, Version> current,
			@Nullable Version stamp) {
		PutOutcome outcome = this.remote.putIf(key, seen, this.reservations.next());
		if (outcome == null) {
			return Reading.UNAVAILABLE;
		}
		if (outcome.applied()) {
			return Reading.leased(outcome.current(), current, stamp);
		}
		Reading other = this.remote.judge(key, outcome.current(), current);
		if (other.status() != Reading.Status.MISS) {
			return other;
		}
		return (other.seen() != null) ? Reading.leased(other.seen(), current, stamp).with(other.stale())
				: Reading.UNAVAILABLE;
	}

	/**
	 * Stores the result of a load under its lease.
	 * @param key the key
	 * @param lease the lease, or why there is none
	 * @param value the value
	 * @param terms what is said of it
	 * @param untouched whether this node knows of no change of the key since
	 * @return a hit with the value that is stored now, this one or a later one; a miss if
	 * this one must not be kept anywhere; otherwise why it is not in the store
	 */
	Reading fill(EntryKey key, Reading lease, @Nullable Object value, Terms terms, BooleanSupplier untouched) {
		if (lease.status() != Reading.Status.LEASED) {
			return lease;
		}
		Reading filled = fillLeased(key, lease, value, terms, untouched);
		if (!filled.isHit()) {
			release(key, lease);
		}
		return filled;
	}

	private Reading fillLeased(EntryKey key, Reading lease, @Nullable Object value, Terms terms,
			BooleanSupplier untouched) {
		Set<String> tags = terms.tags();
		Map<String, Version> current = epochsOfResult(lease, tags);
		if (current == null) {
			return Reading.UNAVAILABLE;
		}
		boolean learnt = current.size() > lease.epochs().size();
		if (!terms.belongTo(current) || (learnt && !isStampUnchanged(lease))) {
			this.observer.fillRefused(key.key());
			return Reading.miss(null, lease.epochs());
		}
		current.keySet().removeIf((name) -> !name.equals(Epochs.CACHE) && !tags.contains(name));
		Written next = this.remote.records().write(key, value, terms, current);
		if (next == null) {
			removeStale(key, lease);
			return Reading.miss(null, lease.epochs());
		}
		return this.remote.isLeased() ? fillOver(key, lease, next) : fillPlainly(key, next, untouched);
	}

	private @Nullable Map<String, Version> epochsOfResult(Reading lease, Set<String> tags) {
		Map<String, Version> current = new HashMap<>(lease.epochs());
		Set<String> learnt = new HashSet<>(tags);
		learnt.removeAll(current.keySet());
		if (!learnt.isEmpty()) {
			Map<String, Version> fetched = this.epochs.forWrite(learnt);
			if (fetched == null) {
				return null;
			}
			current.putAll(fetched);
		}
		return current;
	}

	private boolean isStampUnchanged(Reading lease) {
		Map<String, Version> now = this.epochs.fetch(Set.of(Epochs.STAMP));
		return now != null && lease.stamp() != null && Objects.equals(lease.stamp(), now.get(Epochs.STAMP));
	}

	private Reading fillOver(EntryKey key, Reading lease, Written next) {
		PutOutcome outcome = this.remote.putIf(key, lease.seen(), next.stored());
		if (outcome == null) {
			return Reading.UNAVAILABLE;
		}
		if (outcome.applied()) {
			return this.remote.records().stored(next);
		}
		this.observer.fillRefused(key.key());
		Reading other = this.remote.judge(key, outcome.current(), next.epochs());
		return other.isHit() ? other : Reading.miss(null, next.epochs());
	}

	private Reading fillPlainly(EntryKey key, Written next, BooleanSupplier untouched) {
		return this.remote.inTurns(List.of(key), () -> {
			if (!untouched.getAsBoolean()) {
				this.observer.fillRefused(key.key());
				return Reading.miss(null, next.epochs());
			}
			return this.remote.putAny(key, next.stored()) ? this.remote.records().stored(next) : Reading.UNAVAILABLE;
		});
	}

}
