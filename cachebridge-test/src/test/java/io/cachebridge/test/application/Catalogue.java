package io.cachebridge.test.application;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Mono;

/**
 * The service of an application whose methods are cached. Counts its loads, and stands
 * still in one when told to.
 */
class Catalogue {

	private final AtomicInteger loads = new AtomicInteger();

	private final Map<Long, String> names = new ConcurrentHashMap<>();

	private volatile @Nullable Gate gate;

	@Cacheable("plain")
	String plain(String key) {
		return load(key);
	}

	@Cacheable(cacheNames = "synchronised", sync = true)
	String synchronised(String key) {
		return load(key);
	}

	@Cacheable("plain")
	CompletableFuture<String> future(String key) {
		return CompletableFuture.supplyAsync(() -> load(key), (task) -> new Thread(task).start());
	}

	@Cacheable("plain")
	Mono<String> mono(String key) {
		return Mono.fromCallable(() -> load(key)).delaySubscription(Duration.ofMillis(1));
	}

	@Cacheable("longs")
	Long number() {
		this.loads.incrementAndGet();
		return 42L;
	}

	@Cacheable("lists")
	List<Item> items() {
		this.loads.incrementAndGet();
		return List.of(new Item(1, "one"), new Item(2, "two"));
	}

	@Cacheable("names")
	@Nullable String name(long id) {
		this.loads.incrementAndGet();
		return this.names.get(id);
	}

	@CachePut(cacheNames = "names", key = "#id")
	String rename(long id, String name) {
		this.names.put(id, name);
		return name;
	}

	@CacheEvict(cacheNames = "names", key = "#id")
	void renameAndEvict(long id, String name) {
		this.names.put(id, name);
	}

	@CacheEvict(cacheNames = "names", allEntries = true)
	void forgetNames() {
	}

	int loads() {
		return this.loads.get();
	}

	/**
	 * Makes each load that begins from now on wait at a gate.
	 * @return the gate
	 */
	Gate closeGate() {
		Gate closed = new Gate();
		this.gate = closed;
		return closed;
	}

	void removeGate() {
		this.gate = null;
	}

	private String load(String key) {
		int number = this.loads.incrementAndGet();
		Gate closed = this.gate;
		if (closed != null) {
			closed.pass();
		}
		return key + " of load " + number;
	}

	record Item(long id, String name) {

	}

}
