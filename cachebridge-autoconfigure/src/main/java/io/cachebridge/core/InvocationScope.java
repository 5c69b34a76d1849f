package io.cachebridge.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * Connects the {@code get} and the {@code put} that Spring's interceptor makes around one
 * call of a cached method, so that the put is known to be the result of a load that began
 * at the get. Without it a value that was read from the source before an eviction could
 * be put after it.
 * <p>
 * A scope is open on a thread while the interceptor works, but not while the method
 * itself runs: a put inside the method is a write of its own.
 */
final class InvocationScope {

	private static final ThreadLocal<@Nullable InvocationScope> CURRENT = new ThreadLocal<>();

	private volatile Map<Place, Miss> misses = Map.of();

	private final LongSupplier tickets;

	private final LoadAdvice advice;

	private final @Nullable TransactionScope transaction;

	private final BooleanSupplier onlyReads;

	private final @Nullable Supplier<@Nullable Refresh> again;

	private volatile long ticket;

	private volatile boolean following;

	/**
	 * Creates a scope.
	 * @param tickets gives out tickets
	 * @param advice what the method says of its result
	 * @param transaction the transaction of the caller, {@code null} if no cache asks
	 * @param onlyReads whether the method does no more to caches than to be cached, so
	 * that nobody notices if it has failed
	 * @param again prepares to make the call again in the background, {@code null} if
	 * this is done in the background already
	 */
	InvocationScope(LongSupplier tickets, LoadAdvice advice, @Nullable TransactionScope transaction,
			BooleanSupplier onlyReads, @Nullable Supplier<@Nullable Refresh> again) {
		this.advice = advice;
		this.tickets = tickets;
		this.transaction = transaction;
		this.onlyReads = onlyReads;
		this.again = again;
		this.ticket = tickets.getAsLong();
	}

	static @Nullable InvocationScope current() {
		return CURRENT.get();
	}

	static LoadAdvice adviceOf(@Nullable InvocationScope scope) {
		return (scope != null) ? scope.advice() : LoadAdvice.NONE;
	}

	/**
	 * Runs a step of an invocation.
	 * @param <T> the type of the result
	 * @param <E> the type of failure
	 * @param scope the scope to open, or {@code null} to be outside of all scopes
	 * @param step the step
	 * @return what the step returns
	 * @throws E what the step throws
	 */
	static <T, E extends Throwable> @Nullable T within(@Nullable InvocationScope scope, Step<T, E> step) throws E {
		InvocationScope outer = CURRENT.get();
		set(scope);
		try {
			return step.run();
		}
		finally {
			set(outer);
		}
	}

	private static void set(@Nullable InvocationScope scope) {
		if (scope != null) {
			CURRENT.set(scope);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Runs a step of an invocation that returns nothing.
	 * @param scope the scope to open, or {@code null} to be outside of all scopes
	 * @param step the step
	 */
	static void within(@Nullable InvocationScope scope, Runnable step) {
		InvocationScope.<@Nullable Void, RuntimeException>within(scope, () -> {
			step.run();
			return null;
		});
	}

	/**
	 * Notes a miss, whose load follows.
	 * @param cache the cache
	 * @param key the key
	 * @param lease the leased miss
	 */
	synchronized void missed(CacheBridgeCache cache, EntryKey key, Lookup lease) {
		if (this.misses.isEmpty()) {
			this.misses = new ConcurrentHashMap<>();
		}
		this.misses.put(new Place(cache.getName(), key.name()), new Miss(cache, key, lease, new AtomicBoolean()));
	}

	/**
	 * Returns the miss that a put of this invocation fills, once.
	 * @param cache the name of the cache
	 * @param keyName the name of the key
	 * @return the miss, or {@code null} if the put does not fill one
	 */
	@Nullable Miss fillOf(String cache, String keyName) {
		Miss miss = this.misses.get(new Place(cache, keyName));
		return (miss != null && miss.isFilled().compareAndSet(false, true)) ? miss : null;
	}

	LoadAdvice advice() {
		return this.advice;
	}

	/**
	 * Tells whether this invocation loads a value anew that is still there.
	 * @return {@code true} if nobody waits for it
	 */
	boolean isRefreshing() {
		return this.again == null;
	}

	/**
	 * Prepares to make this call again.
	 * @return the call, {@code null} if it cannot be made again
	 */
	@Nullable Refresh again() {
		return (this.again != null) ? this.again.get() : null;
	}

	/**
	 * Nothing more is put by this invocation. Other nodes need not wait for it.
	 */
	void end() {
		for (Miss miss : this.misses.values()) {
			if (miss.isFilled().compareAndSet(false, true)) {
				miss.cache().abandon(miss.key(), miss.lease());
			}
		}
	}

	/**
	 * This invocation has failed. Other nodes need not wait for it.
	 * @param failure why, which is not hidden by a failure to tell them
	 */
	void end(Throwable failure) {
		for (Miss miss : this.misses.values()) {
			if (miss.isFilled().compareAndSet(false, true)) {
				miss.cache().abandon(miss.key(), miss.lease(), failure);
			}
		}
	}

	Iterable<Miss> misses() {
		return this.misses.values();
	}

	/**
	 * Returns the miss of an invocation that has looked for one value only.
	 * @return the miss, or {@code null} if there is none or more than one
	 */
	@Nullable Miss onlyMiss() {
		return (this.misses.size() == 1) ? this.misses.values().iterator().next() : null;
	}

	/**
	 * Looks for a value that takes the place of a failure of the method.
	 * @param failure the failure
	 * @return the value, or {@code null} if the caller is to be told of the failure
	 */
	@Nullable ValueWrapper staleAfter(Throwable failure) {
		Miss miss = onlyMiss();
		if (miss == null || !miss.cache().failSafe().isEnabled(this.advice) || !this.onlyReads.getAsBoolean()) {
			return null;
		}
		ValueWrapper stale = miss.cache().failSafe().after(miss.key(), miss.lease(), failure, this.advice);
		if (stale != null) {
			follow();
		}
		return stale;
	}

	/**
	 * Looks for a value for a caller that is not to load.
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable ValueWrapper staleInstead() {
		Miss miss = onlyMiss();
		return (miss != null && this.onlyReads.getAsBoolean())
				? miss.cache().failSafe().instead(miss.key(), miss.lease(), this.advice) : null;
	}

	/**
	 * This invocation was given the result of another one, or did not wait for it: what
	 * it puts is not stored.
	 */
	void follow() {
		this.following = true;
	}

	/**
	 * This invocation loads after all.
	 */
	void lead() {
		this.following = false;
	}

	/**
	 * Tells whether what follows may wait for a store.
	 * @return {@code false} if all that was looked for is held in this process
	 */
	boolean waitsForStore() {
		return this.misses.isEmpty() || this.misses.values().stream().anyMatch((miss) -> miss.cache().isRemote());
	}

	boolean isFollowing() {
		return this.following;
	}

	/**
	 * The method is about to run. What the interceptor has evicted before does not count
	 * against its result.
	 */
	void begin() {
		this.ticket = this.tickets.getAsLong();
	}

	/**
	 * Returns the ticket taken when the method began.
	 * @return the ticket
	 */
	long ticket() {
		return this.ticket;
	}

	/**
	 * Returns the transaction in which the invocation began, wherever it goes on.
	 * @return the transaction, {@code null} if it is that of the thread
	 */
	@Nullable TransactionScope transaction() {
		return this.transaction;
	}

	/**
	 * What runs inside a scope.
	 *
	 * @param <T> the type of its result
	 * @param <E> what it throws
	 */
	interface Step<T, E extends Throwable> {

		@Nullable T run() throws E;

	}

	/**
	 * A value that was not found.
	 *
	 * @param cache the cache
	 * @param key the key
	 * @param lease what is needed to store the load
	 * @param isFilled whether the load has been put; a second put is a write of its own
	 */
	record Miss(CacheBridgeCache cache, EntryKey key, Lookup lease, AtomicBoolean isFilled) {

	}

	private record Place(String cache, String keyName) {

	}

}
