package io.cachebridge.test;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has reactive methods that use the annotations. Each subscription that is not answered
 * from a cache gives other numbers. Public because Spring looks at public methods only.
 */
public class ReactiveService {

	private final AtomicLong subscriptions = new AtomicLong();

	ReactiveService() {
	}

	long subscriptions() {
		return this.subscriptions.get();
	}

	@Cacheable("primary")
	public Mono<Long> cachedMono(Object key) {
		return Mono.fromSupplier(this.subscriptions::incrementAndGet);
	}

	@Cacheable("primary")
	public Mono<Long> cachedEmptyMono(Object key) {
		return Mono.fromRunnable(this.subscriptions::incrementAndGet);
	}

	@Cacheable("primary")
	public Mono<Long> failedMono(Object key) {
		return Mono.error(() -> new IllegalStateException("subscription " + this.subscriptions.incrementAndGet()));
	}

	@Cacheable(cacheNames = "primary", key = "#p0", sync = true)
	public Mono<Long> cachedMonoInOrder(Object key, Mono<?> after) {
		return after.then(Mono.fromSupplier(this.subscriptions::incrementAndGet));
	}

	@Cacheable("primary")
	public Flux<Long> cachedFlux(Object key) {
		return Flux.defer(() -> {
			long first = this.subscriptions.incrementAndGet() * 10;
			return Flux.just(first, first + 1, first + 2);
		});
	}

	@Cacheable("primary")
	public Flux<Long> cachedEmptyFlux(Object key) {
		return Flux.defer(() -> {
			this.subscriptions.incrementAndGet();
			return Flux.empty();
		});
	}

	@CachePut("primary")
	public Mono<Long> putMono(Object key) {
		return Mono.fromSupplier(this.subscriptions::incrementAndGet);
	}

	@CacheEvict("primary")
	public Mono<Void> evictMono(Object key) {
		return Mono.empty();
	}

	/**
	 * The application that reactive methods are tried in.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ReactiveService reactiveService() {
			return new ReactiveService();
		}

	}

}
