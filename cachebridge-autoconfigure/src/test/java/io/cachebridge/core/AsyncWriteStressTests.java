package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads write few keys; each reads what was written last, and so does who comes
 * after them.
 */
@Tag(Interleavings.TAG)
class AsyncWriteStressTests {

	private static final int KEYS = 4;

	private static final int THREADS = 16;

	private static final int ROUNDS = 500;

	private final Background background = new Background();

	private final AtomicReferenceArray<String> last = new AtomicReferenceArray<>(KEYS);

	private final Object[] turns = { new Object(), new Object(), new Object(), new Object() };

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "TIERED, 10000", "REMOTE, 10000", "TIERED, 4" })
	void theStoreEndsWithTheLastWriteOfEachKey(Shape shape, int maximumPending) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.write = RemoteSettings.Write.ASYNC;
		this.cluster.addNode((builder) -> builder.recovery(maximumPending, Duration.ZERO));
		CacheBridgeCache cache = this.cluster.cache();
		List<Future<?>> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(i);
			threads.add(this.background.run(() -> write(cache, random)));
		}
		threads.forEach(Background::result);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> cache.statistics().queued() == 0);
		assertThat(cache.statistics().pending()).isZero();
		for (int key = 0; key < KEYS; key++) {
			assertThat(this.cluster.other().get(key, String.class)).isEqualTo(this.last.get(key));
			assertThat(cache.get(key, String.class)).isEqualTo(this.last.get(key));
		}
	}

	private void write(CacheBridgeCache cache, Random random) {
		for (int round = 0; round < ROUNDS; round++) {
			int key = random.nextInt(KEYS);
			String value = (random.nextInt(5) > 0) ? Long.toHexString(random.nextLong()) : null;
			synchronized (this.turns[key]) {
				if (value != null) {
					cache.put(key, value);
				}
				else {
					cache.evict(key);
				}
				assertThat(cache.get(key, String.class)).isEqualTo(value);
				this.last.set(key, value);
			}
		}
	}

}
