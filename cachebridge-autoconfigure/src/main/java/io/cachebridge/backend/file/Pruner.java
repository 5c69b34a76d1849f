package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Walks through a directory, some of its parts at a time, and removes what expired or is
 * too old; at the end of the walk also the oldest if all together are too large. No more
 * than the oldest few thousand are remembered: if these do not suffice, it walks again.
 * <p>
 * A record that is empty and never expires is neither too old nor in the way: it tells
 * which generation of a cache counts, and all of that would be lost with it.
 */
final class Pruner {

	private static final int BATCH = 256;

	private static final int REMEMBERED = 5_000;

	/** No write takes that long. */
	private static final Duration LONGEST_WRITE = Duration.ofHours(1);

	private final StoreDirectory directory;

	private final Entries entries;

	private final long maximumSize;

	private final @Nullable Duration maximumAge;

	private final LastCount count;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as are the next three. */
	private final PriorityQueue<Seen> oldest = new PriorityQueue<>(Comparator.comparing(Seen::writtenAt).reversed());

	private int nextShard;

	private long size;

	private long staying;

	Pruner(StoreDirectory directory, Entries entries, CacheBridgeFileProperties properties, LastCount count) {
		this.directory = directory;
		this.entries = entries;
		this.maximumSize = properties.maximumSize().toBytes();
		this.maximumAge = properties.maximumAge();
		this.count = count;
	}

	long prune(Instant now) throws Exception {
		this.lock.lockInterruptibly();
		try {
			this.directory.require();
			return walkOn(now);
		}
		catch (Exception ex) {
			// Going on would count some files twice
			beginAgain();
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Zero tells that the walk is through, so what was removed last is told first
	private long walkOn(Instant now) throws Exception {
		if (this.nextShard == StoreDirectory.SHARDS) {
			beginAgain();
			return 0;
		}
		long removed = 0;
		while (removed < BATCH && this.nextShard < StoreDirectory.SHARDS) {
			for (Path file : this.directory.list(this.nextShard)) {
				removed += prune(file, now) ? 1 : 0;
			}
			this.nextShard++;
		}
		if (this.nextShard == StoreDirectory.SHARDS) {
			removed += removeOldest();
			this.count.counted(this.staying, this.size);
			if (removed == 0 || this.size > this.maximumSize) {
				beginAgain();
			}
		}
		return removed;
	}

	private void beginAgain() {
		this.nextShard = 0;
		this.size = 0;
		this.staying = 0;
		this.oldest.clear();
	}

	private boolean prune(Path file, Instant now) throws Exception {
		try {
			BasicFileAttributes attributes = attributes(file);
			Instant writtenAt = attributes.lastModifiedTime().toInstant();
			if (StoreDirectory.isTemporary(file)) {
				if (writtenAt.isBefore(now.minus(LONGEST_WRITE))) {
					Files.deleteIfExists(file);
				}
				return false;
			}
			if (!StoreDirectory.isEntry(file)) {
				return false;
			}
			Entry head = this.entries.headOf(file);
			if (isOver(head, attributes, now)) {
				return this.entries.removeIf(file, () -> isOver(this.directory.readHead(file), attributes(file), now));
			}
			remember(head, new Seen(file, attributes.lastModifiedTime(), attributes.size()));
			return false;
		}
		catch (NoSuchFileException | DamagedEntryException ex) {
			// Others have removed it, or just begin to
			return false;
		}
	}

	private static BasicFileAttributes attributes(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private boolean isOver(@Nullable Entry head, BasicFileAttributes attributes, Instant now) {
		Instant expiresAt = (head != null) ? expiresAt(head.payload()) : null;
		if (expiresAt != null && expiresAt.isBefore(now)) {
			return true;
		}
		return this.maximumAge != null && !isLasting(head, attributes.size())
				&& attributes.lastModifiedTime().toInstant().isBefore(now.minus(this.maximumAge));
	}

	private static boolean isLasting(@Nullable Entry head, long size) {
		return head != null && size == EntryFormat.length(head.key(), RecordFormat.HEADER_BYTES)
				&& expiresAt(head.payload()) == null;
	}

	private static @Nullable Instant expiresAt(byte[] payload) {
		return RecordFormat.readHeader(payload).expiresAt();
	}

	private void remember(@Nullable Entry head, Seen seen) {
		this.size += seen.length();
		this.staying++;
		if (isLasting(head, seen.length())) {
			return;
		}
		this.oldest.add(seen);
		if (this.oldest.size() > REMEMBERED) {
			this.oldest.remove();
		}
	}

	private long removeOldest() throws Exception {
		long removed = 0;
		PriorityQueue<Seen> oldestFirst = new PriorityQueue<>(Comparator.comparing(Seen::writtenAt));
		oldestFirst.addAll(this.oldest);
		while (this.size > this.maximumSize && !oldestFirst.isEmpty()) {
			Seen seen = oldestFirst.remove();
			this.size -= seen.length();
			this.staying--;
			removed += removeUnchanged(seen) ? 1 : 0;
		}
		return removed;
	}

	private boolean removeUnchanged(Seen seen) throws Exception {
		try {
			return this.entries.removeIf(seen.file(),
					() -> attributes(seen.file()).lastModifiedTime().equals(seen.writtenAt()));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * A file that may stay.
	 *
	 * @param file the file
	 * @param writtenAt when it was written
	 * @param length how many bytes it has
	 */
	private record Seen(Path file, FileTime writtenAt, long length) {

	}

}
