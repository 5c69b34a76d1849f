package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Looks for values of one cache in this process first, among what is pending next and in
 * the store last, and keeps copies here of what is found there or loaded.
 */
final class Lookups {

	private final LocalCopies copies;

	private final RemoteParts parts;

	private final InvalidationLog log;

	private final PendingWrites pending;

	private final Lifetime lifetime;

	private final Clock clock;

	Lookups(LocalCopies copies, RemoteParts parts, InvalidationLog log, PendingWrites pending, Lifetime lifetime,
			Clock clock) {
		this.copies = copies;
		this.parts = parts;
		this.log = log;
		this.pending = pending;
		this.lifetime = lifetime;
		this.clock = clock;
	}

	Lookup look(EntryKey key) {
		long ticket = this.log.ticket();
		LocalEntry entry = this.copies.get(key.key());
		if (entry != null) {
			return Lookup.hit(ticket, entry, CacheTier.LOCAL);
		}
		Reading unacknowledged = this.pending.reading(key);
		if (unacknowledged != null) {
			return promoted(key, ticket, unacknowledged);
		}
		LocalEntry suspect = this.copies.suspect(key.key());
		Lookup checked = (suspect != null) ? check(key, suspect, ticket) : null;
		return (checked != null) ? checked : promoted(key, ticket, this.parts.tier().read(key, ticket));
	}

	private @Nullable Lookup check(EntryKey key, LocalEntry suspect, long ticket) {
		Boolean current = this.parts.tier().isCurrent(key, suspect.origin());
		if (current == null) {
			return Lookup.miss(ticket, Reading.UNAVAILABLE);
		}
		if (!current) {
			return null;
		}
		this.copies.confirm(key, suspect, ticket);
		return Lookup.hit(ticket, suspect, CacheTier.LOCAL);
	}

	// Suspects are read again like the rest: one batch for all is the point
	Map<EntryKey, Lookup> lookAll(Collection<EntryKey> keys) {
		long ticket = this.log.ticket();
		Map<EntryKey, Lookup> found = new HashMap<>();
		Set<EntryKey> rest = new LinkedHashSet<>();
		for (EntryKey key : keys) {
			LocalEntry entry = this.copies.get(key.key());
			Reading unacknowledged = (entry != null) ? null : this.pending.reading(key);
			if (entry != null) {
				found.put(key, Lookup.hit(ticket, entry, CacheTier.LOCAL));
			}
			else if (unacknowledged != null) {
				found.put(key, promoted(key, ticket, unacknowledged));
			}
			else {
				rest.add(key);
			}
		}
		Map<String, Reading> read = rest.isEmpty() ? Map.of() : this.parts.reads().read(rest, ticket);
		for (EntryKey key : rest) {
			Reading reading = read.getOrDefault(key.name(), Reading.UNAVAILABLE);
			found.put(key, promoted(key, ticket, this.parts.tier().withoutDamage(key, reading)));
		}
		return found;
	}

	boolean contains(EntryKey key) {
		if (this.copies.get(key.key()) != null) {
			return true;
		}
		Reading unacknowledged = this.pending.reading(key);
		return (unacknowledged != null) ? unacknowledged.isHit() : this.parts.stored().contains(key);
	}

	Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice) {
		return promoted(key, miss.ticket(), this.parts.leases().lease(key, miss.reading(), advice));
	}

	// A copy is as good as what is in a store that does not answer
	Lookup lookBehindCopies(EntryKey key) {
		long ticket = this.log.ticket();
		Reading unacknowledged = this.pending.reading(key);
		Reading reading = (unacknowledged != null) ? unacknowledged : this.parts.tier().read(key, ticket);
		LocalEntry copy = (reading.status() == Reading.Status.UNAVAILABLE) ? this.copies.get(key.key()) : null;
		return (copy != null) ? Lookup.hit(ticket, copy, CacheTier.LOCAL) : promoted(key, ticket, reading);
	}

	Lookup leaseAhead(EntryKey key, Lookup due, LoadAdvice advice, Duration claim) {
		// The store may hold what was before
		if (this.pending.reading(key) != null || !this.parts.claims().claim(key, claim)) {
			return due.instead(new SimpleValueWrapper(due.reading().value()));
		}
		// Another node may have been faster
		Reading again = this.parts.tier().read(key, due.ticket());
		if (!again.isHit()) {
			return lease(key, Lookup.miss(due.ticket(), again), advice);
		}
		if (!again.origin().equals(due.reading().origin())) {
			return promoted(key, due.ticket(), again);
		}
		Reading leased = this.parts.leases().leaseAhead(again, advice);
		return (leased.status() == Reading.Status.LEASED) ? Lookup.miss(due.ticket(), leased)
				: hit(due.ticket(), again);
	}

	private static Lookup hit(long ticket, Reading reading) {
		return Lookup.remoteHit(ticket, new SimpleValueWrapper(reading.value()), reading);
	}

	private Lookup promoted(EntryKey key, long ticket, Reading reading) {
		if (!reading.isHit()) {
			return Lookup.miss(ticket, reading);
		}
		this.copies.keep(key, reading, ticket);
		return hit(ticket, reading);
	}

	@Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		Reading.Stale stale = miss.reading().stale();
		if (stale != null) {
			Instant now = this.clock.instant();
			boolean allowed = now.isBefore(stale.until())
					&& now.isBefore(stale.createdAt().plus(ValueFormat.atMostLongest(oldest)))
					&& !this.log.isRaisedSince(key.name(), stale.last().origin().tags(), miss.ticket());
			return allowed ? stale.last() : null;
		}
		// What a store has answered is later than a copy
		return (miss.reading().status() == Reading.Status.UNAVAILABLE)
				? this.copies.stale(key.key(), miss.ticket(), oldest) : null;
	}

	void removeStale(EntryKey key, Lookup lease) {
		this.copies.removeStale(key.key());
		this.parts.leases().removeStale(key, lease.reading());
	}

	void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms) {
		Reading filled = this.parts.leases()
			.fill(key, lease.reading(), value, terms,
					() -> !this.log.isRaisedSince(key.name(), terms.tags(), lease.ticket()));
		if (filled.isHit()) {
			this.copies.keep(key, filled, lease.ticket());
		}
		else if (filled.status() != Reading.Status.MISS
				&& !this.log.isAnyRaisedSince(terms.before().tags(), lease.ticket())) {
			Lifespan lifespan = this.lifetime.of(key, value, terms, this.clock.instant()).lifespan(terms.validators());
			this.copies.keep(key, value, lifespan, lease.ticket(), Origin.here(terms.tags()));
		}
	}

}
