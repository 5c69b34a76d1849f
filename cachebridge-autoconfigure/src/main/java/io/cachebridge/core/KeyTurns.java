package io.cachebridge.core;

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
		int hash = name.hashCode();
		ReentrantLock lock = this.locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
		lock.lock();
		try {
			return write.get();
		}
		finally {
			lock.unlock();
		}
	}

}
