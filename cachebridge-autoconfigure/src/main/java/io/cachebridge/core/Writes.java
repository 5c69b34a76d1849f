package io.cachebridge.core;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.TransactionScope.Deferred;
import io.cachebridge.core.TransactionScope.Outcome;

/**
 * The writes that callers make to one cache: at once, or when their transaction has been
 * committed. If nobody knows whether it has been, what they concern is removed.
 */
final class Writes {

	private final Tiers tiers;

	private final InvalidationLog log;

	private final CacheObserver observer;

	private final @Nullable Transactions transactions;

	/**
	 * Creates the writes of a cache.
	 * @param parts what the cache is made of
	 */
	Writes(CacheParts parts) {
		this.tiers = parts.tiers();
		this.log = parts.log();
		this.observer = parts.observer();
		this.transactions = parts.transactions();
	}

	private TransactionScope transaction() {
		return (this.transactions != null) ? this.transactions.current() : TransactionScope.NONE;
	}

	/**
	 * Stores a value. One that waited for a commit removes what is there instead if its
	 * key or a tag was touched before the commit, or its key while earlier writes of the
	 * transaction were made, as nobody can tell which of the two is newer.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 */
	void put(EntryKey key, @Nullable Object value, Terms terms) {
		TransactionScope transaction = transaction();
		if (transaction == TransactionScope.NONE) {
			putNow(key, value, terms);
			return;
		}
		long ticket = this.log.ticket();
		transaction.defer(this.tiers, key, (outcome) -> {
			boolean stores = outcome == Outcome.COMMITTED && !this.log.isRaisedSince(key.name(), terms.tags(), ticket);
			long ended = this.log.ticket();
			return stores ? () -> putUnlessNoted(key, value, terms, ended) : removal(outcome, () -> evictNow(key));
		});
	}

	// A clear or an eviction by tag may be an earlier write of the same transaction
	private void putUnlessNoted(EntryKey key, @Nullable Object value, Terms terms, long ended) {
		if (this.log.isNotedSince(key.name(), ended)) {
			evictNow(key);
		}
		else {
			putNow(key, value, terms);
		}
	}

	private void putNow(EntryKey key, @Nullable Object value, Terms terms) {
		this.tiers.put(key, value, terms);
		this.observer.put(key.key());
	}

	/**
	 * Stores values together, or each by itself if they wait for a commit.
	 * @param values the values, without tags
	 */
	void putAll(Map<EntryKey, @Nullable Object> values) {
		if (transaction() != TransactionScope.NONE) {
			values.forEach((key, value) -> put(key, value, Terms.NONE));
		}
		else if (!values.isEmpty()) {
			this.tiers.putAll(values);
			values.keySet().forEach((key) -> this.observer.put(key.key()));
		}
	}

	/**
	 * Ends the time-to-live of a value.
	 * @param key the key
	 */
	void expire(EntryKey key) {
		transaction().defer(this.tiers, key, (outcome) -> removal(outcome, () -> expireNow(key)));
	}

	private void expireNow(EntryKey key) {
		this.tiers.expire(key);
		this.observer.evicted(key.key());
	}

	/**
	 * Removes a value.
	 * @param key the key
	 */
	void evict(EntryKey key) {
		transaction().defer(this.tiers, key, (outcome) -> removal(outcome, () -> evictNow(key)));
	}

	private void evictNow(EntryKey key) {
		this.tiers.evict(key);
		this.observer.evicted(key.key());
	}

	/**
	 * Removes a value at once, and again after a commit, until which others may have
	 * loaded it anew from a source that had not changed for them.
	 * @param key the key
	 * @return whether one was there that could have been served
	 */
	boolean evictIfPresent(EntryKey key) {
		boolean present = this.tiers.evictIfPresent(key);
		this.observer.evicted(key.key());
		TransactionScope transaction = transaction();
		if (transaction.isOpen()) {
			transaction.defer(this.tiers, key, (outcome) -> removal(outcome, () -> this.tiers.evict(key)));
		}
		return present;
	}

	/**
	 * Removes all values.
	 */
	void clear() {
		transaction().deferAll(this.tiers, (outcome) -> removal(outcome, this::clearNow));
	}

	private void clearNow() {
		this.tiers.clear();
		this.observer.cleared();
	}

	/**
	 * Removes the values that have a tag.
	 * @param tag the tag
	 */
	void evictByTag(String tag) {
		Tags.require(tag);
		transaction().deferTag(this.tiers, tag, (outcome) -> removal(outcome, () -> evictByTagNow(tag)));
	}

	private void evictByTagNow(String tag) {
		this.tiers.evictByTag(tag);
		this.observer.tagEvicted(tag);
	}

	/**
	 * Removes all values at once, and again after a commit.
	 * @return whether there was any that could have been served
	 */
	boolean invalidate() {
		boolean present = this.tiers.hasEntries();
		clearNow();
		TransactionScope transaction = transaction();
		if (transaction.isOpen()) {
			transaction.deferAll(this.tiers, (outcome) -> removal(outcome, this.tiers::clear));
		}
		return present;
	}

	private static Runnable removal(Outcome outcome, Runnable removal) {
		return (outcome != Outcome.ROLLED_BACK) ? removal : Deferred.NOTHING;
	}

}
