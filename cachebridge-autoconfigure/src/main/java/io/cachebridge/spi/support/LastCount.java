package io.cachebridge.spi.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendStatistics;

/**
 * What a store held when it was last pruned, counted by the way. It is forgotten after
 * two intervals: by then it has been pruned again, perhaps by another node, which knows
 * better.
 */
public final class LastCount {

	private final InstantSource clock;

	private final Duration validity;

	private volatile @Nullable Count last;

	/**
	 * Creates a count that nothing is known of.
	 * @param clock tells how old a count is
	 * @param pruneInterval how often the store is pruned
	 */
	public LastCount(InstantSource clock, Duration pruneInterval) {
		this.clock = clock;
		this.validity = pruneInterval.multipliedBy(2);
	}

	/**
	 * Remembers a count that is complete.
	 * @param entries how many records there are
	 * @param bytes how much room they take, {@code null} if that was not counted
	 */
	public void counted(long entries, @Nullable Long bytes) {
		this.last = new Count(new BackendStatistics(entries, bytes), this.clock.instant());
	}

	/**
	 * Returns the count.
	 * @return what was counted, or nothing if that is too old
	 */
	public BackendStatistics statistics() {
		Count count = this.last;
		if (count == null || !this.clock.instant().isBefore(count.at().plus(this.validity))) {
			return BackendStatistics.UNKNOWN;
		}
		return count.statistics();
	}

	private record Count(BackendStatistics statistics, Instant at) {

	}

}
