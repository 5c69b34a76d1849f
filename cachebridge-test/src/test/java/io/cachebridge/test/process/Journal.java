package io.cachebridge.test.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one process has read and written, entry by entry. Whatever it noted can be read by
 * others at once, also after it was killed.
 */
final class Journal {

	private static final int MOST_ENTRIES = 4_000_000;

	private static final int FIELDS = 5;

	private static final int CELL = 1;

	private static final int VERSION = 2;

	private static final int BEGIN = 3;

	private static final int END = 4;

	private static final List<Kind> KINDS = List.of(Kind.values());

	private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

	private final SharedLongs numbers;

	private final AtomicInteger count = new AtomicInteger();

	private Journal(SharedLongs numbers) {
		this.numbers = numbers;
	}

	static Journal of(Path directory, int node) {
		return new Journal(SharedLongs.in(directory.resolve("journal-" + node), MOST_ENTRIES * FIELDS));
	}

	/**
	 * Notes that a call begins now.
	 * @param kind what is done
	 * @param cell to which cell
	 * @param version the version that is written, or 0
	 * @return the entry, to be ended
	 */
	int begin(Kind kind, int cell, long version) {
		int entry = this.count.getAndIncrement() * FIELDS;
		this.numbers.set(entry + CELL, cell);
		this.numbers.set(entry + VERSION, version);
		this.numbers.set(entry + BEGIN, System.nanoTime());
		this.numbers.set(entry, code(kind, Outcome.UNENDED));
		return entry;
	}

	void endWrite(int entry, Kind kind, Outcome outcome) {
		this.numbers.set(entry + END, System.nanoTime());
		this.numbers.set(entry, code(kind, outcome));
	}

	void endRead(int entry, Copy copy) {
		this.numbers.set(entry + END, System.nanoTime());
		this.numbers.set(entry + VERSION, copy.version());
		this.numbers.set(entry, code(copy.isPut() ? Kind.READ_OF_PUT : Kind.READ, Outcome.ACKNOWLEDGED));
	}

	void endMiss(int entry) {
		this.numbers.set(entry + END, System.nanoTime());
		this.numbers.set(entry, code(Kind.MISS, Outcome.ACKNOWLEDGED));
	}

	private static long code(Kind kind, Outcome outcome) {
		return 1 + KINDS.indexOf(kind) + (long) KINDS.size() * OUTCOMES.indexOf(outcome);
	}

	/**
	 * Shows all entries there are.
	 * @param reader is shown each
	 */
	void read(Reader reader) {
		for (int entry = 0; entry < MOST_ENTRIES * FIELDS; entry += FIELDS) {
			long code = this.numbers.get(entry) - 1;
			if (code < 0) {
				// Another thread may have noted the next one already, but not many
				if (isEnd(entry)) {
					return;
				}
				continue;
			}
			reader.entry(KINDS.get((int) code % KINDS.size()), OUTCOMES.get((int) code / KINDS.size()),
					(int) this.numbers.get(entry + CELL), this.numbers.get(entry + VERSION),
					this.numbers.get(entry + BEGIN), this.numbers.get(entry + END));
		}
	}

	private boolean isEnd(int entry) {
		for (int next = 1; next <= 100 && entry + next * FIELDS < MOST_ENTRIES * FIELDS; next++) {
			if (this.numbers.get(entry + next * FIELDS) != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What is done to a cell.
	 */
	enum Kind {

		/** A value that was loaded is read. */
		READ,

		/** A value that was put is read. */
		READ_OF_PUT,

		/** There is nothing to read. */
		MISS,

		PUT, EVICT, CLEAR, EVICT_BY_TAG;

		boolean isRead() {
			return this == READ || this == READ_OF_PUT;
		}

		boolean isWrite() {
			return this == PUT || this == EVICT || this == CLEAR || this == EVICT_BY_TAG;
		}

	}

	/**
	 * Is shown entries.
	 */
	interface Reader {

		void entry(Kind kind, Outcome outcome, int cell, long version, long begin, long end);

	}

}
