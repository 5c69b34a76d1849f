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

	/** Of no file. */
	private static final Object UNKNOWN = new Object();

	private final StoreDirectory directory;

	private final Path file;

	private final ReentrantLock threads = new ReentrantLock(true);

	/** Guarded by the lock of the threads, as is the next. */
	private @Nullable FileChannel channel;

	private Object identity = UNKNOWN;

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
			FileLock held = tryLock(open());
			if (held != null && this.identity.equals(identity())) {
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

	// A file that was exchanged or created meanwhile may not be the one that is open.
	// That
	// one is no longer the right one, but is not closed before it is locked
	private FileChannel open() throws IOException {
		FileChannel open = this.channel;
		if (open == null) {
			Object before = identity();
			open = this.directory.open(this.file);
			this.channel = open;
			this.identity = before.equals(identity()) ? before : UNKNOWN;
		}
		return open;
	}

	private Object identity() throws IOException {
		try {
			Object key = Files.readAttributes(this.file, BasicFileAttributes.class).fileKey();
			return (key != null) ? key : this.file;
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
	 * Closes the file if no other backend of this process holds it. Else it stays open,
	 * as the lock of the other would go with it.
	 * @param nanoTime until when to wait for that
	 * @throws IOException if it cannot be closed
	 */
	@SuppressWarnings("try") // the lock goes with the file
	void closeBefore(long nanoTime) throws IOException {
		this.threads.lock();
		try {
			FileChannel open = this.channel;
			boolean closable = open != null && tryLock(open) != null;
			while (open != null && !closable && System.nanoTime() - nanoTime < 0) {
				LockSupport.parkNanos(LONGEST_PAUSE);
				closable = tryLock(open) != null;
			}
			if (closable) {
				forget();
			}
		}
		finally {
			this.threads.unlock();
		}
	}

}
