package io.cachebridge.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The caches of this node, which do what other nodes tell them.
 */
final class NodeCaches implements NodeListener {

	private final Map<String, CacheBridgeCache> caches = new ConcurrentHashMap<>();

	/** Held while a cache is added and while it is noted whether messages are heard. */
	private final ReentrantLock transition = new ReentrantLock();

	private boolean deaf;

	/**
	 * Creates an empty set.
	 * @param deaf whether there are messages, and they are not heard yet
	 */
	NodeCaches(boolean deaf) {
		this.deaf = deaf;
	}

	@Nullable CacheBridgeCache get(String name) {
		return this.caches.get(name);
	}

	Set<String> names() {
		return Collections.unmodifiableSet(new TreeSet<>(this.caches.keySet()));
	}

	Collection<CacheBridgeCache> all() {
		return Collections.unmodifiableCollection(this.caches.values());
	}

	/**
	 * Adds a cache unless there is one of that name.
	 * @param created the cache
	 * @return the one that was there before, or {@code null} if it was added
	 */
	@Nullable CacheBridgeCache add(CacheBridgeCache created) {
		this.transition.lock();
		try {
			if (this.deaf) {
				created.ear().deaf();
			}
			return this.caches.putIfAbsent(created.getName(), created);
		}
		finally {
			this.transition.unlock();
		}
	}

	@Override
	public void received(NodeMessage message) {
		String name = message.news().cache();
		if (name.isEmpty()) {
			this.caches.values().forEach((cache) -> cache.ear().received(message));
			return;
		}
		CacheBridgeCache cache = this.caches.get(name);
		if (cache != null) {
			cache.ear().received(message);
		}
	}

	@Override
	public void deaf() {
		turn(true, CacheEar::deaf);
	}

	@Override
	public void hears() {
		turn(false, CacheEar::hears);
	}

	@Override
	public void resumes() {
		turn(false, CacheEar::resumes);
	}

	private void turn(boolean becomesDeaf, Consumer<CacheEar> change) {
		this.transition.lock();
		try {
			this.deaf = becomesDeaf;
			this.caches.values().forEach((cache) -> change.accept(cache.ear()));
		}
		finally {
			this.transition.unlock();
		}
	}

	// A cache that is added meanwhile holds nothing yet
	@Override
	public void suspected(SuspicionReason reason) {
		this.caches.values().forEach((cache) -> cache.ear().missed());
	}

	void removeOutdated() {
		this.caches.values().forEach(CacheBridgeCache::removeOutdated);
	}

	void keepWarm() {
		this.caches.values().forEach(CacheBridgeCache::keepWarm);
	}

	/**
	 * Tries to make up for writes that their stores have not acknowledged.
	 * @param goesOn asked before each of them
	 * @return whether none is left
	 */
	boolean recover(BooleanSupplier goesOn) {
		boolean recovered = true;
		for (CacheBridgeCache cache : this.caches.values()) {
			recovered &= cache.recover(goesOn);
		}
		return recovered;
	}

	int pending() {
		return this.caches.values()
			.stream()
			.map(CacheBridgeCache::statistics)
			.mapToInt((statistics) -> statistics.pending() + statistics.queued())
			.sum();
	}

}
