package io.cachebridge.test.process;

import java.nio.file.Path;

/**
 * What the caches hold copies of: cells whose version only grows.
 * <p>
 * A cell is written in one of five ways. Where values are put only one process writes,
 * one thread at a time, because puts of two writers may rightly overtake each other.
 * Cells that only one process evicts keep stale copies of the others visible, which would
 * otherwise remove them by their own writes.
 */
final class Cells {

	static final int COUNT = 60;

	private final SharedLongs versions;

	private Cells(SharedLongs versions) {
		this.versions = versions;
	}

	static Cells in(Path directory) {
		return new Cells(SharedLongs.in(directory.resolve("cells"), COUNT));
	}

	long version(int cell) {
		return this.versions.get(cell);
	}

	long change(int cell) {
		return this.versions.increment(cell);
	}

	static Writing writing(int cell) {
		return Writing.values()[cell % Writing.values().length];
	}

	static boolean isOwner(int cell, int slot, int slots) {
		return cell / Writing.values().length % slots == slot;
	}

	static String cache(int cell) {
		return switch (writing(cell)) {
			case EVICTED_BY_ALL, EVICTED_BY_ONE -> "evicted";
			case PUT_BY_ONE -> "put";
			case CLEARED_BY_ALL -> "cleared";
			case TAGGED -> "tagged";
		};
	}

	/**
	 * Returns the tag of a cell. Each has those of several cells.
	 * @param cell the cell
	 * @return its tag
	 */
	static String tag(int cell) {
		return "tag " + cell / Writing.values().length % 3;
	}

	static String key(int cell) {
		return "cell " + cell;
	}

	/**
	 * How a cell is written, and by whom.
	 */
	enum Writing {

		EVICTED_BY_ALL, EVICTED_BY_ONE, PUT_BY_ONE, CLEARED_BY_ALL, TAGGED

	}

}
