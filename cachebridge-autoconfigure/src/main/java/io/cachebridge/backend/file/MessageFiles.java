package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyDigest;

/**
 * The messages of one channel, each a file of its own for a minute: a checksum of four
 * bytes and the message. It is named after its sender and its number, so that no two
 * senders meet and those of one sender are in order. The directory is named after the
 * digest of the channel, as file systems differ in what they take for the same name.
 */
final class MessageFiles {

	static final Duration KEPT = Duration.ofMinutes(1);

	private static final String DIRECTORY = ".backplane";

	private static final int NAME_LENGTH = 33;

	private static final int LARGEST_SWEEP = 10_000;

	private static final int MESSAGES_BETWEEN_SWEEPS = 4_096;

	private final StoreDirectory store;

	private final Path directory;

	private final InstantSource clock;

	private final String sender = HexFormat.of().toHexDigits(UUID.randomUUID().getMostSignificantBits());

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private long sequence;

	MessageFiles(StoreDirectory store, String channel, InstantSource clock) {
		this.store = store;
		this.directory = store.root().resolve(DIRECTORY).resolve(KeyDigest.full(channel));
		this.clock = clock;
	}

	Path directory() {
		return this.directory;
	}

	Instant now() {
		return this.clock.instant();
	}

	void require() throws IOException {
		this.store.require();
		this.store.ensureDirectory(this.directory.resolveSibling(".").normalize());
		this.store.ensureDirectory(this.directory);
	}

	// One at a time, so that those of one sender appear in order
	void write(byte[] message) throws IOException, InterruptedException {
		ByteBuffer file = ByteBuffer.allocate(Integer.BYTES + message.length);
		file.putInt(checksum(message)).put(message).flip();
		this.lock.lockInterruptibly();
		try {
			if (++this.sequence % MESSAGES_BETWEEN_SWEEPS == 0) {
				sweep();
			}
			writeFile(this.directory.resolve(this.sender + "-" + HexFormat.of().toHexDigits(this.sequence)), file);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void writeFile(Path file, ByteBuffer content) throws IOException {
		try {
			this.store.write(file, content.duplicate());
		}
		catch (NoSuchFileException ex) {
			require();
			this.store.write(file, content);
		}
	}

	/**
	 * Reads a message.
	 * @param name the name of its file
	 * @return the message, or {@code null} if the file is torn or not a message
	 * @throws NoSuchFileException if it has been removed
	 * @throws IOException if it cannot be read
	 */
	byte @Nullable [] read(String name) throws IOException {
		byte[] bytes = Files.readAllBytes(this.directory.resolve(name));
		if (bytes.length <= Integer.BYTES) {
			return null;
		}
		byte[] message = new byte[bytes.length - Integer.BYTES];
		System.arraycopy(bytes, Integer.BYTES, message, 0, message.length);
		return (checksum(message) == ByteBuffer.wrap(bytes).getInt()) ? message : null;
	}

	static boolean isMessage(String name) {
		return name.length() == NAME_LENGTH;
	}

	/**
	 * Lists the messages that are kept.
	 * @return their names, those of one sender in order
	 * @throws IOException if they cannot be listed
	 */
	NavigableSet<String> list() throws IOException {
		TreeSet<String> names = new TreeSet<>();
		for (Path file : StoreDirectory.list(this.directory)) {
			String name = file.getFileName().toString();
			if (isMessage(name)) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Removes messages that everybody has heard, and what others left behind, but not too
	 * many at once.
	 * @throws IOException if that fails
	 */
	void sweep() throws IOException {
		Instant before = now().minus(KEPT);
		int removed = 0;
		for (Path file : StoreDirectory.list(this.directory)) {
			if (removed < LARGEST_SWEEP && isOlder(file, before) && Files.deleteIfExists(file)) {
				removed++;
			}
		}
	}

	private static boolean isOlder(Path file, Instant time) throws IOException {
		try {
			return Files.getLastModifiedTime(file).toInstant().isBefore(time);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Returns what tells this directory from another one at the same place.
	 * @return the identity, {@code null} if the file system has none
	 * @throws IOException if the directory is gone
	 */
	@Nullable Object identity() throws IOException {
		return Files.readAttributes(this.directory, BasicFileAttributes.class).fileKey();
	}

	private static int checksum(byte[] message) {
		CRC32C checksum = new CRC32C();
		checksum.update(message);
		return (int) checksum.getValue();
	}

}
