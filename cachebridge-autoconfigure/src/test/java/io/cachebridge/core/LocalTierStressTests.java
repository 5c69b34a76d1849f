package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Fills, puts and removes by name from several threads in a tier too small for its keys.
 */
@Tag(Interleavings.TAG)
class LocalTierStressTests {

	private static final Duration TTL = Duration.ofDays(1);

	private static final int KEYS = 64;

	private static final int ROUNDS = 60_000;

	private final Background background = new Background();

	private final InvalidationLog log = new InvalidationLog(new AtomicLong(1));

	private final LocalTier tier = TestTiers.local(KEYS / 2, Duration.ZERO, this.log, new TestTime());

	/** What the source holds; a value is as old as its number. */
	private final AtomicLongArray source = new AtomicLongArray(KEYS);

	@AfterEach
	void close() {
		this.background.close();
	}

	@Test
	void neverServesWhatWasInvalidatedAndForgetsNoName() {
		List<Future<?>> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Random random = new Random(i);
			threads.add(this.background.run(() -> work(random)));
		}
		threads.forEach(Background::result);
		await().untilAsserted(() -> {
			this.tier.removeOutdated();
			assertThat(TestTiers.keysByName(this.tier)).hasSize((int) this.tier.size());
		});
		for (int i = 0; i < KEYS; i++) {
			String name = EntryKey.of(i).name();
			boolean held = this.tier.get(i) != null;
			assertThat(TestTiers.keysByName(this.tier).containsKey(name)).isEqualTo(held);
		}
	}

	private void work(Random random) {
		for (int round = 0; round < ROUNDS; round++) {
			int number = random.nextInt(KEYS);
			EntryKey key = EntryKey.of(number);
			switch (random.nextInt(8)) {
				case 0 -> invalidate(number, key);
				case 1 -> sweep(random);
				case 2, 3, 4 -> load(number, key);
				default -> read(number);
			}
		}
	}

	private void invalidate(int number, EntryKey key) {
		this.source.incrementAndGet(number);
		this.log.raise(key.name());
		this.tier.remove(key.name());
		read(number);
	}

	private void load(int number, EntryKey key) {
		long ticket = this.log.ticket();
		long value = this.source.get(number);
		this.tier.fill(key, value, Lifespan.of(TTL), ticket, Origin.NONE);
	}

	private void read(int number) {
		// An entry is as old as its latest invalidation that had ended when it was read
		LocalEntry entry = this.tier.get(number);
		if (entry != null && entry.get() instanceof Long value) {
			assertThat(value).isLessThanOrEqualTo(this.source.get(number));
		}
	}

	private void sweep(Random random) {
		if (random.nextInt(1000) == 0) {
			this.log.raiseAll();
			this.tier.removeOutdated();
		}
	}

	@Test
	void whoeverInvalidatesByNameIsNeverServedTheOldValue() {
		List<Future<?>> fillers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			fillers.add(this.background.run(() -> {
				for (int round = 0; round < ROUNDS; round++) {
					load(round % KEYS, EntryKey.of(round % KEYS));
				}
			}));
		}
		for (int round = 0; fillers.stream().anyMatch((filler) -> !filler.isDone()); round++) {
			int number = round % KEYS;
			String name = EntryKey.of(number).name();
			long latest = this.source.incrementAndGet(number);
			this.log.raise(name);
			this.tier.remove(name);
			LocalEntry entry = this.tier.get(number);
			if (entry != null) {
				assertThat(entry.get()).isEqualTo(latest);
			}
		}
		fillers.forEach(Background::result);
	}

}
