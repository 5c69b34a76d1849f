package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A lock between the threads of this backend, and a file that is locked between backends
 * and processes.
 * <p>
 * The file stays open: closing any channel on it lets go of all locks that the process
 * has on it (POSIX), those of another backend here included. It is waited for by asking
 * again and again, because waiting in the system has no end and, interrupted, closes the
 * channel.
 */
final class StripeLock {

	private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(20);

	private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

	private final StoreDirectory directory;

	private final Path file;

	private final ReentrantLock threads = new ReentrantLock(true);

	/** Guarded by the lock of the threads, as is the next. */
	private @Nullable FileChannel channel;

	private @Nullable Object identity;

	StripeLock(StoreDirectory directory, Path file) {
		this.directory = directory;
		this.file = file;
	}

	@SuppressWarnings("try") // the lock is held, not used
	<T> T whileHeld(Duration timeout, Callable<T> action) throws Exception {
		long start = System.nanoTime();
		if (!this.threads.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new BusyException(timeout);
		}
		try (FileLock held = acquire(start, timeout)) {
			return action.call();
		}
		finally {
			this.threads.unlock();
		}
	}

	private FileLock acquire(long start, Duration timeout) throws IOException, InterruptedException {
		long pause = SHORTEST_PAUSE;
		while (true) {
			FileChannel open = open();
			FileLock held = (open != null) ? tryLock(open) : null;
			if (held != null && Objects.equals(this.identity, identity())) {
				return held;
			}
			if (held != null) {
				// The file was removed, and others lock the one that came after
				forget();
			}
			if (System.nanoTime() - start > timeout.toNanos()) {
				throw new BusyException(timeout);
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			LockSupport.parkNanos(pause);
			pause = Math.min(LONGEST_PAUSE, pause * 2);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel open) throws IOException {
		try {
			return open.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// Another backend of this process has it
			return null;
		}
	}

	// A file that was exchanged or created meanwhile may not be the one that is open
	private @Nullable FileChannel open() throws IOException {
		if (this.channel == null) {
			Object before = identity();
			this.channel = this.directory.open(this.file);
			this.identity = identity();
			if (!Objects.equals(before, this.identity)) {
				forget();
			}
		}
		return this.channel;
	}

	private @Nullable Object identity() throws IOException {
		try {
			return Files.readAttributes(this.file, BasicFileAttributes.class).fileKey();
		}
		catch (NoSuchFileException ex) {
			return this.file;
		}
	}

	private void forget() throws IOException {
		FileChannel open = this.channel;
		this.channel = null;
		if (open != null) {
			open.close();
		}
	}

	/**
	 * Closes the file, at a moment when no other backend of this process holds it.
	 * @param timeout how long to wait for that
	 * @throws IOException if it cannot be closed
	 */
	@SuppressWarnings("try") // the lock goes with the file
	void close(Duration timeout) throws IOException {
		this.threads.lock();
		try {
			long start = System.nanoTime();
			FileChannel open = this.channel;
			while (open != null && tryLock(open) == null && System.nanoTime() - start < timeout.toNanos()) {
				LockSupport.parkNanos(LONGEST_PAUSE);
			}
			forget();
		}
		finally {
			this.threads.unlock();
		}
	}

}
