package io.cachebridge.test.process;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.test.process.Journal.Kind;

/**
 * Reads and writes cells by chance until told to stop, and notes everything.
 */
final class Worker implements Runnable {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

	private static final int WRITES_IN_THOUSAND = 60;

	/** Shared by the threads of a process: a put follows its change, one at a time. */
	private static final ReentrantLock[] TURNS = Stream.generate(ReentrantLock::new)
		.limit(Cells.COUNT)
		.toArray(ReentrantLock[]::new);

	private final Place place;

	private final SplittableRandom random;

	private volatile boolean stopped;

	Worker(Place place, long seed) {
		this.place = place;
		this.random = new SplittableRandom(seed);
	}

	void stop() {
		this.stopped = true;
	}

	@Override
	public void run() {
		while (!this.stopped) {
			int cell = this.random.nextInt(Cells.COUNT);
			if (this.random.nextInt(1000) < WRITES_IN_THOUSAND) {
				write(cell);
			}
			else {
				read(cell);
			}
			LockSupport.parkNanos(this.random.nextLong(2 * PAUSE));
		}
	}

	private void read(int cell) {
		int entry = this.place.journal().begin(Kind.READ, cell, 0);
		try {
			Copy copy = look(cell);
			if (copy != null) {
				this.place.journal().endRead(entry, copy);
			}
			else {
				this.place.journal().endMiss(entry);
			}
		}
		catch (RuntimeException ex) {
			this.place.journal().endWrite(entry, Kind.READ, Outcome.THROWN);
			this.place.failures().accept(ex);
		}
	}

	private @Nullable Copy look(int cell) {
		Shelf shelf = this.place.shelf();
		return switch (this.random.nextInt(4)) {
			case 0 -> cache(cell).get(Cells.key(cell), Copy.class);
			case 1 -> (Cells.writing(cell) != Cells.Writing.TAGGED)
					? cache(cell).get(Cells.key(cell), () -> shelf.load(cell)) : tagged(cell);
			default -> switch (Cells.writing(cell)) {
				case EVICTED_BY_ALL, EVICTED_BY_ONE -> shelf.evicted(cell);
				case PUT_BY_ONE -> shelf.put(cell);
				case CLEARED_BY_ALL -> shelf.cleared(cell);
				case TAGGED -> tagged(cell);
			};
		};
	}

	private @Nullable Copy tagged(int cell) {
		return cache(cell).getOrLoad(Cells.key(cell), (context) -> {
			context.tags(Cells.tag(cell));
			return this.place.shelf().load(cell);
		});
	}

	private void write(int cell) {
		boolean owner = Cells.isOwner(cell, this.place.slot(), this.place.slots());
		switch (Cells.writing(cell)) {
			case EVICTED_BY_ALL -> changeAndEvict(cell);
			case EVICTED_BY_ONE -> {
				if (owner) {
					changeAndEvict(cell);
				}
			}
			case PUT_BY_ONE -> {
				if (owner) {
					changeAndPut(cell);
				}
				else if (this.random.nextInt(20) == 0) {
					evict(cell, this.place.cells().version(cell));
				}
			}
			case CLEARED_BY_ALL -> {
				if (this.random.nextInt(4) == 0) {
					changeTogether(cell, Kind.CLEAR, (other) -> true, () -> cache(cell).clear());
				}
			}
			case TAGGED -> {
				String tag = Cells.tag(cell);
				changeTogether(cell, Kind.EVICT_BY_TAG, (other) -> Cells.tag(other).equals(tag),
						() -> cache(cell).evictByTag(tag));
			}
		}
	}

	private void changeAndEvict(int cell) {
		evict(cell, this.place.cells().change(cell));
	}

	private void evict(int cell, long version) {
		int entry = this.place.journal().begin(Kind.EVICT, cell, version);
		Outcome outcome = outcome(() -> cache(cell).evict(Cells.key(cell)));
		this.place.journal().endWrite(entry, Kind.EVICT, outcome);
	}

	private void changeAndPut(int cell) {
		if (!TURNS[cell].tryLock()) {
			return;
		}
		try {
			long version = this.place.cells().change(cell);
			int entry = this.place.journal().begin(Kind.PUT, cell, version);
			Outcome outcome = outcome(() -> cache(cell).put(Cells.key(cell), new Copy(version, true)));
			this.place.journal().endWrite(entry, Kind.PUT, outcome);
		}
		finally {
			TURNS[cell].unlock();
		}
	}

	// One write of many cells, of which only one has changed
	private void changeTogether(int changed, Kind kind, IntPredicate condition, Runnable write) {
		this.place.cells().change(changed);
		int[] together = IntStream.range(0, Cells.COUNT)
			.filter((cell) -> Cells.writing(cell) == Cells.writing(changed))
			.filter(condition)
			.toArray();
		int[] entries = Arrays.stream(together)
			.map((cell) -> this.place.journal().begin(kind, cell, this.place.cells().version(cell)))
			.toArray();
		Outcome outcome = outcome(write);
		for (int entry : entries) {
			this.place.journal().endWrite(entry, kind, outcome);
		}
	}

	private Outcome outcome(Runnable write) {
		this.place.notes().begin();
		try {
			write.run();
			return this.place.notes().outcome();
		}
		catch (RuntimeException ex) {
			this.place.failures().accept(ex);
			return Outcome.THROWN;
		}
	}

	private CacheBridgeCache cache(int cell) {
		return Objects.requireNonNull(this.place.caches().getCache(Cells.cache(cell)));
	}

	/**
	 * What a worker works with.
	 */
	record Place(int slot, int slots, Cells cells, Journal journal, CacheBridgeCacheManager caches, Shelf shelf,
			FailureNotes notes, Consumer<RuntimeException> failures) {

	}

}
