package io.cachebridge.test.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.cache.Cache;

/**
 * Many threads that ask for the same key at once. Each load changes a cell, which tells
 * all processes how many there were.
 */
final class Race {

	static final int THREADS = 64;

	private final Cells cells;

	private final int cell;

	private final Duration time;

	Race(Cells cells, int cell, Duration time) {
		this.cells = cells;
		this.cell = cell;
		this.time = time;
	}

	/**
	 * Runs the race.
	 * @param cache where the key is
	 * @return the values that were got, and how many milliseconds the slowest took
	 */
	String run(Cache cache) throws InterruptedException {
		CyclicBarrier start = new CyclicBarrier(THREADS);
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<Long>> versions = new ArrayList<>();
			List<Long> times = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				versions.add(executor.submit(() -> {
					start.await();
					long begin = System.nanoTime();
					Long version = cache.get(Cells.key(this.cell), (Callable<Long>) this::load);
					synchronized (times) {
						times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
					}
					return version;
				}));
			}
			Set<Long> found = new TreeSet<>();
			for (Future<Long> version : versions) {
				found.add(version.get());
			}
			return found + " " + times.stream().mapToLong(Long::longValue).max().orElseThrow();
		}
		catch (ExecutionException ex) {
			return "failed: " + ex.getCause();
		}
		finally {
			executor.shutdownNow();
		}
	}

	private long load() {
		long version = this.cells.change(this.cell);
		long end = System.nanoTime() + this.time.toNanos();
		for (long left = this.time.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return version;
	}

}
