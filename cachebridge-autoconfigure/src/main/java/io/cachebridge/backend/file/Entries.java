package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory by key. Whoever reads takes no lock, whoever changes does.
 * What is damaged is not there, and is removed.
 */
final class Entries {

	private static final Log logger = LogFactory.getLog(Entries.class);

	private final StoreDirectory directory;

	private final KeyLocks locks;

	private final AtomicLong damaged = new AtomicLong();

	Entries(StoreDirectory directory, KeyLocks locks) {
		this.directory = directory;
		this.locks = locks;
	}

	long damaged() {
		return this.damaged.get();
	}

	@Nullable Entry find(String key) throws IOException {
		return find(key, this.directory.fileOf(key), this.directory::read);
	}

	@Nullable Entry findHead(String key) throws IOException {
		return find(key, this.directory.fileOf(key), this.directory::readHead);
	}

	/**
	 * Reads the head of whatever entry a file holds.
	 * @param file the file
	 * @return the head, or {@code null} if there is none
	 * @throws IOException if it cannot be read
	 */
	@Nullable Entry headOf(Path file) throws IOException {
		try {
			return this.directory.readHead(file);
		}
		catch (DamagedEntryException ex) {
			discard(file);
			return null;
		}
	}

	private @Nullable Entry find(String key, Path file, Reader reader) throws IOException {
		try {
			return ofKey(key, reader.read(file));
		}
		catch (DamagedEntryException ex) {
			discard(file);
			return null;
		}
	}

	/**
	 * Changes the entry of a key while nobody else does.
	 * @param key the key
	 * @param change what to do
	 * @param <T> the type of the result
	 * @return the result
	 * @throws Exception if it failed
	 */
	<T extends @Nullable Object> T change(String key, Change<T> change) throws Exception {
		Path file = this.directory.fileOf(key);
		return this.locks.whileLocked(file, () -> change.apply(new LockedEntry(key, file)));
	}

	/**
	 * Removes a file if that is still right when nobody else changes it.
	 * @param file the file
	 * @param condition whether it is right
	 * @return whether the file was removed
	 * @throws Exception if it failed
	 */
	boolean removeIf(Path file, Callable<Boolean> condition) throws Exception {
		return this.locks.whileLocked(file, () -> condition.call() && Files.deleteIfExists(file));
	}

	// Another process may have written a good one by now
	private void discard(Path file) {
		try {
			if (removeIf(file, () -> isDamaged(file))) {
				count(file);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			logger.debug("A damaged entry cannot be removed yet", ex);
		}
	}

	private void count(Path file) {
		String message = "Damaged entry removed: " + file.getFileName();
		if (this.damaged.getAndIncrement() == 0) {
			logger.warn(message + ". Health counts further ones");
		}
		else {
			logger.debug(message);
		}
	}

	private boolean isDamaged(Path file) throws IOException {
		try {
			this.directory.read(file);
			return false;
		}
		catch (DamagedEntryException ex) {
			return true;
		}
	}

	private static @Nullable Entry ofKey(String key, @Nullable Entry entry) {
		return (entry != null && entry.key().equals(key)) ? entry : null;
	}

	/**
	 * What is done to an entry.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Change<T extends @Nullable Object> {

		T apply(LockedEntry entry) throws Exception;

	}

	/**
	 * Reads a file.
	 */
	@FunctionalInterface
	private interface Reader {

		@Nullable Entry read(Path file) throws IOException;

	}

	/**
	 * An entry that nobody else changes.
	 */
	final class LockedEntry {

		private final String key;

		private final Path file;

		private LockedEntry(String key, Path file) {
			this.key = key;
			this.file = file;
		}

		byte @Nullable [] read() throws IOException {
			return payload(Entries.this.directory::read);
		}

		byte @Nullable [] readHead() throws IOException {
			return payload(Entries.this.directory::readHead);
		}

		private byte @Nullable [] payload(Reader reader) throws IOException {
			try {
				Entry entry = ofKey(this.key, reader.read(this.file));
				return (entry != null) ? entry.payload() : null;
			}
			catch (DamagedEntryException ex) {
				Files.deleteIfExists(this.file);
				count(this.file);
				return null;
			}
		}

		void write(byte[] payload) throws IOException {
			Entries.this.directory.write(this.file, EntryFormat.write(this.key, payload));
		}

		void delete() throws IOException {
			Entries.this.directory.delete(this.file);
		}

	}

}
