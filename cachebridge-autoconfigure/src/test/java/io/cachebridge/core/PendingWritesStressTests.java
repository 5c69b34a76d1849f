package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read while other writes come and go.
 */
@Tag(Interleavings.TAG)
class PendingWritesStressTests {

	private static final int ROUNDS = 1_000_000;

	private final PendingWrites pending = new PendingWrites(new PendingLimit(10_000), () -> 0, () -> {
	});

	private final Background background = new Background();

	private final AtomicBoolean done = new AtomicBoolean();

	@AfterEach
	void close() {
		this.done.set(true);
		this.background.close();
	}

	@Test
	void aQueuedValueIsReadUntilItIsMade() {
		EntryKey key = EntryKey.of("key");
		this.pending.queue(put(key));
		List<Future<?>> others = comeAndGo(put(EntryKey.of("other")));
		int missed = 0;
		while (!this.done.get()) {
			Reading reading = this.pending.reading(key);
			missed += (reading != null && reading.isHit()) ? 0 : 1;
		}
		others.forEach(Background::result);
		assertThat(missed).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingElseIsReadUntilAClearIsMade(boolean ofTag) {
		this.pending.add(ofTag ? PendingWrite.evictTag("tag") : PendingWrite.clear());
		List<Future<?>> others = comeAndGo(PendingWrite.evictTag("other"));
		EntryKey key = EntryKey.of("key");
		int missed = 0;
		while (!this.done.get()) {
			missed += (this.pending.reading(key) != null) ? 0 : 1;
		}
		others.forEach(Background::result);
		assertThat(missed).isZero();
	}

	// One at a time: the more there are, the less does a wrong count matter
	private List<Future<?>> comeAndGo(PendingWrite other) {
		return List.of(this.background.run(() -> {
			try {
				for (int i = 0; i < ROUNDS; i++) {
					this.pending.add(other);
				}
			}
			finally {
				this.done.set(true);
			}
		}), this.background.run(() -> {
			while (!this.done.get()) {
				this.pending.remove(other);
			}
		}));
	}

	private static PendingWrite put(EntryKey key) {
		return PendingWrite
			.put(key, new PendingWrite.Put("value", Terms.NONE, Origin.NONE, Duration.ofHours(1).toNanos()))
			.queued(1);
	}

}
