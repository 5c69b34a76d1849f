package io.cachebridge.core;

import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mistake that other caches have made when a store drops what it was not told to drop.
 */
class ForgetfulStoreBugsOfOtherCachesTests {

	private static final int STEPS = 400;

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	/**
	 * Loads with changes in the middle, and a store that forgets reservations and epochs
	 * before, during and after them.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void aStoreThatForgetsMakesMissesOnly(long seed) {
		Random random = new Random(seed);
		int[] source = new int[1];
		int loads = 0;
		for (int step = 0; step < STEPS; step++) {
			CacheBridgeCache reader = this.cluster.cache(random.nextInt(2));
			int least = source[0];
			Integer read = reader.getOrLoad("key", (context) -> {
				int loaded = source[0];
				forget(random);
				if (random.nextBoolean()) {
					source[0]++;
					invalidate(random);
					forget(random);
				}
				context.tags("red");
				return loaded;
			});
			assertThat(Objects.requireNonNull(read)).as("step %d", step).isGreaterThanOrEqualTo(least);
			forget(random);
			if (random.nextInt(4) == 0) {
				source[0]++;
				invalidate(random);
			}
			loads += (read == source[0]) ? 0 : 1;
		}
		assertThat(loads).as("changes overtook loads").isPositive();
	}

	private void invalidate(Random random) {
		CacheBridgeCache changing = this.cluster.cache(random.nextInt(2));
		switch (random.nextInt(3)) {
			case 0 -> changing.evict("key");
			case 1 -> changing.clear();
			default -> changing.evictByTag("red");
		}
	}

	private void forget(Random random) {
		this.cluster.store.records.entrySet()
			.removeIf((entry) -> (entry.getValue().isReservation() || entry.getKey().contains("#"))
					&& random.nextInt(3) == 0);
	}

}
