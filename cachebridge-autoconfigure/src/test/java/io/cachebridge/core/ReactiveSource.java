package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cached methods that answer later, on a thread of their own, once a gate is open.
 */
public class ReactiveSource implements DisposableBean {

	final AtomicInteger calls = new AtomicInteger();

	final AtomicInteger reads = new AtomicInteger();

	final AtomicInteger cancellations = new AtomicInteger();

	final Background threads = new Background();

	volatile @Nullable Gate gate;

	volatile int failures;

	@Cacheable(Cluster.CACHE)
	public CompletableFuture<String> future(Object id) {
		return read(id);
	}

	@Cacheable(cacheNames = Cluster.CACHE, unless = "#result?.startsWith('secret')")
	public CompletableFuture<String> futureUnless(Object id) {
		return read(id);
	}

	@CachePut(Cluster.CACHE)
	public CompletableFuture<String> futurePut(Object id) {
		return read(id);
	}

	@Cacheable(Cluster.CACHE)
	public Mono<String> mono(Object id) {
		return publisher(id);
	}

	@Cacheable(cacheNames = Cluster.CACHE, unless = "#result?.startsWith('secret')")
	public Mono<String> monoUnless(Object id) {
		return publisher(id);
	}

	@CachePut(Cluster.CACHE)
	public Mono<String> monoPut(Object id) {
		return publisher(id);
	}

	@Cacheable(Cluster.CACHE)
	public Mono<String> empty(Object id) {
		return publisher(id).then(Mono.empty());
	}

	@Cacheable(cacheNames = Cluster.CACHE, key = "#id")
	public Mono<String> withContext(Object id) {
		return Mono.deferContextual((context) -> Mono.just(id + "/" + context.getOrDefault("user", "nobody")));
	}

	@Cacheable(Cluster.CACHE)
	public Flux<String> flux(int count) {
		return publisher(count).flatMapMany((value) -> Flux.range(1, count).map((number) -> value + "/" + number));
	}

	@Cacheable(Cluster.CACHE)
	public Mono<String> never(Object id) {
		this.calls.incrementAndGet();
		return Mono.never();
	}

	private Mono<String> publisher(Object id) {
		this.calls.incrementAndGet();
		return Mono.fromFuture(() -> read(id), true).doOnCancel(this.cancellations::incrementAndGet);
	}

	private CompletableFuture<String> read(Object id) {
		return this.threads.later(() -> {
			int read = this.reads.incrementAndGet();
			Gate closed = this.gate;
			if (closed != null) {
				closed.pass();
			}
			if (read <= this.failures) {
				throw new IllegalStateException("failure " + read);
			}
			return id + "/" + read;
		});
	}

	static <T> @Nullable T block(Mono<T> mono) {
		return mono.block(Duration.ofSeconds(20));
	}

	@Override
	public void destroy() {
		this.threads.close();
	}

}
