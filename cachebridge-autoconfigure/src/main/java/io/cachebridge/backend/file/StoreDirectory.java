package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyDigest;

/**
 * A directory with one file for each entry, at {@code ab/abcd…} after the digest of its
 * key, so that no key can lead out of it. Files are replaced as a whole and readable for
 * their owner only. The directory is made when it is first needed, its parent is not: a
 * volume that is not mounted is told and not filled from below.
 */
final class StoreDirectory {

	static final int SHARDS = 256;

	private static final String TEMPORARY = ".tmp";

	private static final int DIGEST_LENGTH = 64;

	/** Links are made by others and lead anywhere. */
	private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	private static final Set<OpenOption> WRITE_NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

	private final Path root;

	private final boolean sync;

	private final boolean posix;

	private final String writer = UUID.randomUUID().toString();

	private final AtomicLong written = new AtomicLong();

	StoreDirectory(Path root, boolean sync) {
		this.root = root;
		this.sync = sync;
		this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	Path root() {
		return this.root;
	}

	Path fileOf(String key) {
		String digest = KeyDigest.full(key);
		return this.root.resolve(digest.substring(0, 2)).resolve(digest);
	}

	/**
	 * Makes sure that the directory is there.
	 * @throws IOException if it is not and cannot be created
	 */
	void require() throws IOException {
		ensureDirectory(this.root);
	}

	/**
	 * Makes sure that a directory is there, its parent being the root or there already.
	 * @param directory the directory
	 * @throws IOException if it is not and cannot be created
	 */
	void ensureDirectory(Path directory) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		try {
			Files.createDirectory(directory, ownerOnly("rwx------"));
			forceIfSync(directory);
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory)) {
				throw new NotDirectoryException(directory.toString());
			}
		}
	}

	private FileAttribute<?>[] ownerOnly(String permissions) {
		return this.posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	@Nullable Entry read(Path file) throws IOException {
		return read(file, EntryFormat::read);
	}

	@Nullable Entry readHead(Path file) throws IOException {
		return read(file, EntryFormat::readHead);
	}

	private @Nullable Entry read(Path file, Reader reader) throws IOException {
		try (FileChannel channel = FileChannel.open(file, READ)) {
			return reader.read(channel, file);
		}
		catch (NoSuchFileException ex) {
			require();
			return null;
		}
		catch (DamagedEntryException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
					&& !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
				throw new DamagedEntryException(file, "not a file");
			}
			throw ex;
		}
	}

	/**
	 * Opens a file of one's own for reading and writing, creating it with its directory.
	 * @param file the file, in a directory right below the root
	 * @return the open file
	 * @throws IOException if that fails
	 */
	FileChannel open(Path file) throws IOException {
		return create(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
	}

	/**
	 * Writes a file as a whole: others see all of it or what was there before.
	 * @param file the file, in a directory right below the root
	 * @param content what to write
	 * @throws IOException if that failed, and nothing is changed
	 */
	void write(Path file, ByteBuffer... content) throws IOException {
		Path temporary = file.resolveSibling(
				"%s.%s-%d%s".formatted(file.getFileName(), this.writer, this.written.incrementAndGet(), TEMPORARY));
		boolean moved = false;
		try {
			writeNew(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
			moved = true;
		}
		finally {
			if (!moved) {
				Files.deleteIfExists(temporary);
			}
		}
		forceIfSync(file);
	}

	/**
	 * Removes a file.
	 * @param file the file
	 * @throws IOException if that failed
	 */
	void delete(Path file) throws IOException {
		if (Files.deleteIfExists(file)) {
			forceIfSync(file);
		}
	}

	private void writeNew(Path file, ByteBuffer... content) throws IOException {
		try (FileChannel channel = create(file, WRITE_NEW)) {
			while (content[content.length - 1].hasRemaining() || content[0].hasRemaining()) {
				channel.write(content);
			}
			if (this.sync) {
				channel.force(true);
			}
		}
	}

	// Where a name was given or taken, what has changed is the directory
	private void forceIfSync(Path named) throws IOException {
		if (this.sync) {
			try (FileChannel channel = FileChannel.open(named.resolveSibling("."), StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private FileChannel create(Path file, Set<? extends OpenOption> options) throws IOException {
		FileAttribute<?>[] attributes = ownerOnly("rw-------");
		try {
			return FileChannel.open(file, options, attributes);
		}
		catch (NoSuchFileException ex) {
			require();
			ensureDirectory(file.resolveSibling(".").normalize());
			return FileChannel.open(file, options, attributes);
		}
	}

	/**
	 * Lists what is in one of {@value #SHARDS} parts of the directory.
	 * @param shard the number of the part
	 * @return the files, whatever they are
	 * @throws IOException if it cannot be listed
	 */
	List<Path> list(int shard) throws IOException {
		return list(this.root.resolve(HexFormat.of().toHexDigits((byte) shard)));
	}

	static List<Path> list(Path directory) throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
			found.forEach(files::add);
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		return files;
	}

	static boolean isEntry(Path file) {
		String name = file.getFileName().toString();
		return name.length() == DIGEST_LENGTH && name.chars().allMatch((each) -> HexFormat.isHexDigit(each));
	}

	static boolean isTemporary(Path file) {
		return file.getFileName().toString().endsWith(TEMPORARY);
	}

	/**
	 * Reads an open file.
	 */
	@FunctionalInterface
	private interface Reader {

		Entry read(FileChannel channel, Path file) throws IOException;

	}

}
