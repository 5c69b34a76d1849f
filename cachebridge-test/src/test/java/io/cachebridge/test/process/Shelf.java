package io.cachebridge.test.process;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.cache.annotation.Cacheable;

/**
 * Reads cells, slowly now and then.
 */
class Shelf {

	private static final long LONGEST_LOAD = TimeUnit.MILLISECONDS.toNanos(5);

	private final Cells cells;

	Shelf(Cells cells) {
		this.cells = cells;
	}

	@Cacheable(cacheNames = "evicted", key = "'cell ' + #cell")
	Copy evicted(int cell) {
		return load(cell);
	}

	@Cacheable(cacheNames = "put", key = "'cell ' + #cell")
	Copy put(int cell) {
		return load(cell);
	}

	@Cacheable(cacheNames = "cleared", key = "'cell ' + #cell")
	Copy cleared(int cell) {
		return load(cell);
	}

	Copy load(int cell) {
		long version = this.cells.version(cell);
		ThreadLocalRandom random = ThreadLocalRandom.current();
		if (random.nextInt(3) == 0) {
			LockSupport.parkNanos(random.nextLong(LONGEST_LOAD));
		}
		return new Copy(version, false);
	}

}
