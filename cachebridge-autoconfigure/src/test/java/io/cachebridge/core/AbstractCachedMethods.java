package io.cachebridge.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Mono;

/**
 * Methods of many shapes that are cached under one key, which tell how often they were
 * called and fail when they are told to.
 */
public abstract class AbstractCachedMethods {

	static final String KEY = "'key'";

	private static final String NO_NULL = "#result == null";

	private final AtomicInteger calls = new AtomicInteger();

	private volatile boolean failing;

	public void fail(boolean fails) {
		this.failing = fails;
	}

	public boolean isFailing() {
		return this.failing;
	}

	public int calls() {
		return this.calls.get();
	}

	protected int called() {
		return this.calls.incrementAndGet();
	}

	protected String value() {
		int call = called();
		if (this.failing) {
			throw new IllegalStateException("the source is away");
		}
		return "value " + call;
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public String shared() {
		return value();
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY, unless = NO_NULL)
	public String unless() {
		return value();
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public Optional<String> optional() {
		return Optional.of(value());
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY, unless = NO_NULL)
	public Optional<String> unlessOptional() {
		return Optional.of(value());
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(this::value);
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY, unless = NO_NULL)
	public CompletableFuture<String> unlessFuture() {
		return CompletableFuture.supplyAsync(this::value);
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public Mono<String> mono() {
		return Mono.fromSupplier(this::value);
	}

}
