package io.cachebridge.test;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * Has methods that use the annotations in every way. Each call that is not answered from
 * a cache returns another number. Public because Spring looks at public methods only.
 */
public class AnnotatedService {

	private final AtomicLong calls = new AtomicLong();

	AnnotatedService() {
	}

	long calls() {
		return this.calls.get();
	}

	Long next() {
		return this.calls.incrementAndGet();
	}

	@Cacheable("primary")
	public Long cached(Object key) {
		return next();
	}

	@Cacheable("primary")
	public Long cachedWithoutKey() {
		return next();
	}

	@Cacheable("primary")
	public Long cachedUnderTwo(@Nullable Object first, @Nullable Object second) {
		return next();
	}

	@Cacheable("primary")
	public Long cachedUnderMany(Object... keys) {
		return next();
	}

	@Cacheable("primary")
	public @Nullable Long cachedNull(Object key) {
		next();
		return null;
	}

	@Cacheable(cacheNames = "primary", key = "#p0")
	public Long cachedUnderFirst(@Nullable Object first, Object second) {
		return next();
	}

	@Cacheable(cacheNames = "primary",
			key = "#root.methodName + #root.method.name + #root.targetClass.simpleName + #root.caches[0].name + #root.args[0]")
	public Long cachedUnderRoot(Object key) {
		return next();
	}

	@Cacheable(cacheNames = "primary", keyGenerator = "lastArgument")
	public Long cachedUnderLast(Object first, Object last) {
		return next();
	}

	@Cacheable(cacheNames = "primary", condition = "#p0 > 10")
	public Long cachedIfLarge(int key) {
		return next();
	}

	@Cacheable(cacheNames = "primary", unless = "#result == 1 || #p0 == 'unless'")
	public Long cachedUnlessFirst(Object key) {
		return next();
	}

	@Cacheable(cacheNames = "primary", sync = true)
	public Long cachedInOrder(Object key) {
		return next();
	}

	@Cacheable(cacheNames = "primary", sync = true)
	public @Nullable Long cachedNullInOrder(Object key) {
		next();
		return null;
	}

	@Cacheable(cacheNames = "primary", key = "#p0", sync = true)
	public Long cachedSlowly(Object key, CountDownLatch until) throws InterruptedException {
		until.await(1, TimeUnit.MINUTES);
		return next();
	}

	@Cacheable(cacheNames = "primary", sync = true, key = "#p0", condition = "#p0 > 10")
	public Long cachedInOrderIfLarge(int key) {
		return next();
	}

	@Cacheable(cacheNames = "primary", key = "#p0")
	public Long fails(Object key, Exception failure) throws Exception {
		next();
		throw failure;
	}

	@Cacheable(cacheNames = "primary", key = "#p0", sync = true)
	public Long failsInOrder(Object key, Exception failure) throws Exception {
		next();
		throw failure;
	}

	@Cacheable({ "primary", "secondary" })
	public Long cachedTwice(Object key) {
		return next();
	}

	@Cacheable("primary")
	public Optional<Long> cachedOptional(Object key, boolean present) {
		return present ? Optional.of(next()) : Optional.ofNullable((next() < 0) ? 0L : null);
	}

	@Cacheable(cacheNames = "primary", key = "#p0")
	public CompletableFuture<Long> cachedFuture(Object key) {
		return CompletableFuture.completedFuture(next());
	}

	@Cacheable(cacheNames = "primary", key = "#p0")
	public CompletableFuture<@Nullable Long> cachedFutureOfNull(Object key) {
		next();
		return CompletableFuture.completedFuture(null);
	}

	@Cacheable(cacheNames = "primary", key = "#p0")
	public CompletableFuture<Long> cachedFailedFuture(Object key) {
		return CompletableFuture.failedFuture(new IOException("call " + next()));
	}

	@Cacheable(cacheNames = "primary", key = "#p0", sync = true)
	public CompletableFuture<Long> cachedFutureInOrder(Object key, CompletableFuture<?> after) {
		return after.thenApply((unused) -> next());
	}

	@CachePut("primary")
	public Long put(Object key) {
		return next();
	}

	@CachePut(cacheNames = "primary", key = "#result")
	public Long putUnderResult() {
		return next();
	}

	@CachePut(cacheNames = "primary", condition = "#p0 > 10", unless = "#result < 0")
	public Long putIfLarge(int key) {
		return next();
	}

	@CachePut({ "primary", "secondary" })
	public Long putTwice(Object key) {
		return next();
	}

	@CacheEvict("primary")
	public void evict(Object key) {
		next();
	}

	@CacheEvict(cacheNames = "primary", key = "#p0")
	public void evictAndFail(Object key, RuntimeException failure) {
		throw failure;
	}

	@CacheEvict(cacheNames = "primary", key = "#p0", beforeInvocation = true)
	public void evictEarlyAndFail(Object key, RuntimeException failure) {
		throw failure;
	}

	@CacheEvict(cacheNames = "primary", condition = "#p0 > 10")
	public void evictIfLarge(int key) {
		next();
	}

	@CacheEvict(cacheNames = "primary", allEntries = true)
	public void evictAll() {
		next();
	}

	@CacheEvict(cacheNames = "primary", allEntries = true, beforeInvocation = true)
	public void evictAllEarlyAndFail(RuntimeException failure) {
		throw failure;
	}

	@CacheEvict({ "primary", "secondary" })
	public void evictTwice(Object key) {
		next();
	}

	@Caching(
			put = { @CachePut(cacheNames = "primary", key = "#result"),
					@CachePut(cacheNames = "secondary", key = "#p0") },
			evict = @CacheEvict(cacheNames = "primary", key = "#p0"))
	public Long putTwiceAndEvict(Object key) {
		return next();
	}

	@Caching(cacheable = @Cacheable("primary"), put = @CachePut(cacheNames = "secondary", key = "'of ' + #p0"))
	public Long cachedAndPut(Object key) {
		return next();
	}

}
