package io.cachebridge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes a source and invalidates from several threads and nodes, while others load.
 * Messages arrive before an invalidation returns, so whoever reads after it, on any node,
 * must not be given what the source held before.
 */
@Tag(Interleavings.TAG)
class CoherenceStressTests {

	private static final int KEYS = 5;

	private static final int THREADS = 6;

	private static final int ROUNDS = 3000;

	private final Background background = new Background();

	private final AtomicLongArray source = new AtomicLongArray(KEYS);

	/** What the source held when the latest invalidation that has returned began. */
	private final AtomicLongArray floor = new AtomicLongArray(KEYS);

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource
	void nothingOldIsServedAfterAnInvalidation(Shape shape) {
		run(new Cluster(shape), (shape == Shape.TIERED) ? 2 : 1);
	}

	@Test
	void nothingOldIsServedOnNodesThatOnlyShareAStore() {
		Cluster remote = new Cluster(Shape.REMOTE);
		// Without messages a node cannot know that a load under way is out of date
		remote.settings.singleFlight = CacheSettings.SingleFlight.NONE;
		run(remote, 2);
	}

	@Test
	void nothingOldIsServedOnTheNodeOfAnInvalidationWithoutConditionalWrites() {
		run(new Cluster(Shape.TIERED, new TestStore(Capability.SHARED, Capability.ENUMERATION)), 1);
	}

	@Test
	void nothingOldIsServedFromATierThatIsTooSmall() {
		Cluster small = new Cluster(Shape.TIERED);
		small.settings.maximumSize = 2;
		run(small, 2);
	}

	private void run(Cluster cluster, int nodes) {
		this.cluster = cluster;
		List<Future<?>> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(i);
			CacheBridgeCache cache = cluster.cache(i % nodes);
			threads.add(this.background.run(() -> work(random, cache)));
		}
		threads.forEach(Background::result);
	}

	private void work(Random random, CacheBridgeCache cache) {
		for (int round = 0; round < ROUNDS; round++) {
			int key = random.nextInt(KEYS);
			switch (random.nextInt(20)) {
				case 0 -> change(key, () -> cache.evict(key));
				case 1 -> change(key, () -> cache.evictIfPresent(key));
				case 2 -> change(key, cache::clear);
				case 3, 4, 5 ->
					read(key, () -> cache.retrieve(key, () -> CompletableFuture.supplyAsync(() -> this.source.get(key)))
						.join());
				case 6 -> cache.putIfAbsent("unrelated", round);
				default -> read(key, () -> cache.get(key, () -> this.source.get(key)));
			}
		}
	}

	private void change(int key, Runnable invalidation) {
		long changed = this.source.incrementAndGet(key);
		invalidation.run();
		this.floor.accumulateAndGet(key, changed, Math::max);
	}

	private void read(int key, LongSupplier reading) {
		long least = this.floor.get(key);
		assertThat(reading.getAsLong()).isGreaterThanOrEqualTo(least);
	}

}
