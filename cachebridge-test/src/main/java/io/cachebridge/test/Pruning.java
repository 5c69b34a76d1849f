package io.cachebridge.test;

import java.time.Instant;

import io.cachebridge.spi.CacheBackend;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prunes batch after batch as a caller would.
 */
final class Pruning {

	private static final int MORE_BATCHES_THAN_NEEDED = 10_000;

	private Pruning() {
	}

	static void everything(CacheBackend backend, Instant now) {
		long removed = 1;
		for (int batch = 0; removed != 0; batch++) {
			removed = backend.prune(now);
			assertThat(removed).as("pruned records").isNotNegative();
			assertThat(batch).as("batches until nothing is left to prune").isLessThan(MORE_BATCHES_THAN_NEEDED);
		}
	}

}
