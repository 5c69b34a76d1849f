package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.TransactionScope.Outcome;

/**
 * Keeps a transaction from being told what its own writes have made old, and others from
 * being told what it has read and may have written itself.
 * <p>
 * A key whose write was put off counts as absent inside the transaction and is not
 * filled. What a transaction that may write has loaded is stored after its commit, under
 * the lease and ticket of the load, so that whatever invalidates it meanwhile refuses it.
 */
final class TransactionalTiers implements LoadingTiers {

	private final Tiers tiers;

	private final Transactions transactions;

	TransactionalTiers(Tiers tiers, Transactions transactions) {
		this.tiers = tiers;
		this.transactions = transactions;
	}

	@Override
	public @Nullable LocalEntry local(Object key) {
		return this.transactions.current().affects(this.tiers, key) ? null : this.tiers.local(key);
	}

	@Override
	public boolean isRemote() {
		return this.tiers.isRemote();
	}

	@Override
	public boolean sharesLoad(EntryKey key) {
		TransactionScope transaction = this.transactions.current();
		return !transaction.keepsLoads() && !transaction.affects(this.tiers, key);
	}

	@Override
	public <T> Supplier<T> carry(Supplier<T> look) {
		return this.transactions.carry(look);
	}

	@Override
	public Lookup look(EntryKey key) {
		TransactionScope transaction = this.transactions.current();
		if (transaction.affects(this.tiers, key)) {
			return Lookup.miss(InvalidationLog.TOUCHED, Reading.UNAVAILABLE).within(transaction);
		}
		return kept(this.tiers.look(key), transaction);
	}

	@Override
	public Map<EntryKey, Lookup> lookAll(Collection<EntryKey> keys) {
		TransactionScope transaction = this.transactions.current();
		List<EntryKey> unaffected = keys.stream().filter((key) -> !transaction.affects(this.tiers, key)).toList();
		Map<EntryKey, Lookup> found = new HashMap<>(this.tiers.lookAll(unaffected));
		keys.forEach((key) -> found.putIfAbsent(key, Lookup.miss(InvalidationLog.TOUCHED, Reading.UNAVAILABLE)));
		return found;
	}

	@Override
	public boolean contains(EntryKey key) {
		return !this.transactions.current().affects(this.tiers, key) && this.tiers.contains(key);
	}

	@Override
	public Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice) {
		return isBypassed(miss) ? miss : kept(this.tiers.lease(key, miss, advice), this.transactions.current());
	}

	private static Lookup kept(Lookup lookup, TransactionScope transaction) {
		return (lookup.hit() == null && transaction.keepsLoads()) ? lookup.within(transaction) : lookup;
	}

	private static boolean isBypassed(Lookup miss) {
		return miss.ticket() == InvalidationLog.TOUCHED;
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms) {
		TransactionScope transaction = lease.transaction();
		if (transaction == null) {
			this.tiers.fill(key, lease, value, terms);
		}
		else if (!isBypassed(lease)) {
			transaction.deferFill(this.tiers, key, (outcome) -> (outcome == Outcome.COMMITTED)
					? () -> this.tiers.fill(key, lease, value, terms) : () -> this.tiers.abandon(key, lease));
		}
	}

	// Values are loaded anew outside of all transactions
	@Override
	public Lookup lookBehindCopies(EntryKey key) {
		return this.tiers.lookBehindCopies(key);
	}

	@Override
	public Lookup leaseAhead(EntryKey key, Lookup due, LoadAdvice advice, Duration claim) {
		return this.tiers.leaseAhead(key, due, advice, claim);
	}

	@Override
	public void endAhead(EntryKey key) {
		this.tiers.endAhead(key);
	}

	@Override
	public @Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		boolean affected = isBypassed(miss) || this.transactions.current().affects(this.tiers, key);
		return affected ? null : this.tiers.stale(key, miss, oldest);
	}

	@Override
	public void removeStale(EntryKey key, Lookup lease) {
		if (lease.transaction() == null && !isBypassed(lease)) {
			this.tiers.removeStale(key, lease);
		}
	}

	@Override
	public void abandon(EntryKey key, Lookup lease) {
		this.tiers.abandon(key, lease);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		if (this.transactions.current().affects(this.tiers, key)) {
			this.tiers.evict(key);
		}
		return this.tiers.putIfAbsent(key, value);
	}

}
