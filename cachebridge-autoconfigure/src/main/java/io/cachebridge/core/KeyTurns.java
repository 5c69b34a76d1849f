package io.cachebridge.core;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets the writes of one key follow each other within this process. Keys share a fixed
 * number of locks by their hash.
 */
final class KeyTurns {

	private static final int LOCKS = 256;

	private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

	KeyTurns() {
		for (int i = 0; i < LOCKS; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

	<T extends @Nullable Object> T take(String name, Supplier<T> write) {
		return take(this.locks[lockOf(name)], write);
	}

	// Always in the same order, so that two who take several never wait for each other
	<T extends @Nullable Object> T takeAll(Collection<String> names, Supplier<T> write) {
		return takeAll(names.stream().map(KeyTurns::lockOf).distinct().sorted().iterator(), write);
	}

	/**
	 * Takes the turns of several keys unless that would have to wait.
	 * @param <T> the type of the result
	 * @param names the names of the keys
	 * @param write is done in the turns
	 * @param otherwise is done without if one of them is taken
	 * @return the result of what was done
	 */
	<T extends @Nullable Object> T takeAllIfFree(Collection<String> names, Supplier<T> write, Supplier<T> otherwise) {
		Deque<ReentrantLock> taken = new ArrayDeque<>();
		try {
			for (String name : names) {
				ReentrantLock lock = this.locks[lockOf(name)];
				if (!lock.tryLock()) {
					return otherwise.get();
				}
				taken.push(lock);
			}
			return write.get();
		}
		finally {
			taken.forEach(ReentrantLock::unlock);
		}
	}

	private <T extends @Nullable Object> T takeAll(Iterator<Integer> rest, Supplier<T> write) {
		return rest.hasNext() ? take(this.locks[rest.next()], () -> takeAll(rest, write)) : write.get();
	}

	private static <T extends @Nullable Object> T take(ReentrantLock lock, Supplier<T> write) {
		lock.lock();
		try {
			return write.get();
		}
		finally {
			lock.unlock();
		}
	}

	private static int lockOf(String name) {
		int hash = name.hashCode();
		return (hash ^ (hash >>> 16)) & (LOCKS - 1);
	}

}
