package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Counters of a cache that is held in this process alone, bounded by number like its
 * values. A counter is no copy of anything, so the suspicion that a message was missed
 * does not end it; a clear does.
 */
final class LocalCounters implements Counters {

	private final ConcurrentMap<String, Counter> counters;

	private final InvalidationLog log;

	private final Ticker ticker;

	LocalCounters(long maximumSize, InvalidationLog log, Ticker ticker) {
		this.log = log;
		this.ticker = ticker;
		this.counters = Caffeine.newBuilder()
			.maximumSize(maximumSize)
			.executor(Runnable::run)
			.<String, Counter>build()
			.asMap();
	}

	@Override
	public long add(EntryKey key, long delta, Duration timeToLive) {
		return this.counters.compute(key.name(), (name, present) -> {
			long now = this.ticker.read();
			if (present != null && !isOver(present, now)) {
				return new Counter(present.value() + delta, present.deadline(), present.ticket());
			}
			long lifetime = timeToLive.isZero() ? Nanos.forever() : Nanos.of(timeToLive);
			return new Counter(delta, now + lifetime, this.log.ticket());
		}).value();
	}

	private boolean isOver(@Nullable Counter counter, long now) {
		return counter == null || counter.deadline() - now <= 0 || this.log.isClearedSince(counter.ticket());
	}

	private record Counter(long value, long deadline, long ticket) {

	}

}
