package io.cachebridge.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Flux;
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
		loading();
		if (this.failing) {
			throw new IllegalStateException("the source is away");
		}
		return "value " + call;
	}

	/**
	 * Each call passes here before it succeeds or fails.
	 */
	protected void loading() {
	}

	// Not in the common pool, which may have one thread
	private CompletableFuture<String> later() {
		return CompletableFuture.supplyAsync(this::value, (task) -> new Thread(task, "future").start());
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
		return later();
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY, unless = NO_NULL)
	public CompletableFuture<String> unlessFuture() {
		return later();
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public Mono<String> mono() {
		return Mono.fromSupplier(this::value);
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
	public Flux<String> flux() {
		return Flux.defer(() -> Flux.just(value()));
	}

}
