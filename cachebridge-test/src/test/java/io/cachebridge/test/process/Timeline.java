package io.cachebridge.test.process;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the versions of one cell were written.
 */
final class Timeline {

	static final long NEVER = Long.MAX_VALUE;

	private final NavigableMap<Long, Long> ends = new TreeMap<>();

	private boolean complete;

	void written(long version, long end) {
		this.ends.merge(version, end, Math::min);
	}

	/**
	 * Tells since when something newer has been written.
	 * @param version a version
	 * @return the end of the first write of a later version, {@link #NEVER} if there is
	 * none
	 */
	long newerSince(long version) {
		if (!this.complete) {
			complete();
		}
		Map.Entry<Long, Long> next = this.ends.higherEntry(version);
		return (next != null) ? next.getValue() : NEVER;
	}

	// From each version on, the earliest end of that or any later one
	private void complete() {
		long earliest = NEVER;
		for (Map.Entry<Long, Long> entry : this.ends.descendingMap().entrySet()) {
			earliest = Math.min(earliest, entry.getValue());
			entry.setValue(earliest);
		}
		this.complete = true;
	}

}
