package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class FileBackendTests {

	@TempDir
	Path parent;

	private Path directory;

	private FileBackend backend;

	@BeforeEach
	void open() {
		this.directory = this.parent.resolve("store");
		this.backend = TestFiles.backend(this.directory);
	}

	@AfterEach
	void close() {
		this.backend.close();
	}

	@Test
	void createsNothingBeforeFirstUse() {
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void missesAndRemovesFileTornAtAnyPlace() throws Exception {
		Path file = written("key");
		byte[] whole = Files.readAllBytes(file);
		for (int length = 0; length < whole.length; length++) {
			Files.write(file, Arrays.copyOf(whole, length));
			assertMissedAndRemoved("key", "torn after %d bytes".formatted(length));
			// A disk may have the length and not the bytes
			Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
			assertMissedAndRemoved("key", "zeros after %d bytes".formatted(length));
		}
	}

	@Test
	void missesAndRemovesFileWithAnyByteChanged() throws Exception {
		Path file = written("key");
		byte[] whole = Files.readAllBytes(file);
		for (int i = 0; i < whole.length; i++) {
			byte[] changed = whole.clone();
			changed[i] ^= 0x10;
			Files.write(file, changed);
			assertMissedAndRemoved("key", "changed at %d".formatted(i));
		}
		assertThat(this.backend.health().details()).containsEntry("damagedEntries", (long) whole.length);
	}

	@Test
	void writesOverDamagedFileAsOverNothing() throws Exception {
		Files.write(written("key"), new byte[] { 1, 2, 3 });
		StoredRecord next = TestFiles.stored("next");
		assertThat(this.backend.putIf("key", null, next)).isEqualTo(PutOutcome.applied(next));
		Files.write(written("key"), new byte[] { 1, 2, 3 });
		assertThat(this.backend.delete("key")).isEqualTo(Removal.ABSENT);
		Files.write(written("key"), new byte[] { 1, 2, 3 });
		assertThat(this.backend.headers(List.of("key"))).isEmpty();
		Files.write(written("key"), new byte[] { 1, 2, 3 });
		try (Stream<String> keys = this.backend.keys("")) {
			assertThat(keys).isEmpty();
		}
	}

	@Test
	void doesNotRemoveGoodFileThatReplacedDamagedOne() throws Exception {
		Path file = written("key");
		Files.write(file, new byte[] { 1, 2, 3 });
		StoreDirectory files = new StoreDirectory(this.directory, false);
		AtomicReference<Thread> reader = new AtomicReference<>();
		CompletableFuture<StoredRecord> read = new CompletableFuture<>();
		try (KeyLocks locks = new KeyLocks(files, Duration.ofSeconds(10))) {
			locks.whileLocked(file, () -> {
				Thread thread = new Thread(() -> read.complete(this.backend.get("key")));
				reader.set(thread);
				thread.start();
				Awaitility.await()
					.pollInterval(Duration.ofMillis(2))
					.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
				files.write(file, EntryFormat.write("key", new byte[] { 9 }));
				return true;
			});
		}
		assertThat(read.get(10, TimeUnit.SECONDS)).isNull();
		assertThat(this.backend.get("key")).isNotNull();
	}

	@Test
	void hasTheDiskRememberWhatIsGoneIfAskedToSync() throws Exception {
		try (Recording recording = new Recording();
				FileBackend synced = new FileBackend("synced", new StoreDirectory(this.directory, true),
						TestFiles.settings(Duration.ofSeconds(10), DataSize.ofGigabytes(1), null), Clock.systemUTC())) {
			recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
			recording.start();
			synced.put("key", TestFiles.stored("value"));
			synced.delete("key");
			recording.stop();
			Path file = TestFiles.fileOf(this.directory, "key");
			assertThat(forced(recording)).endsWith(file.getParent(), file.getParent())
				.contains(this.directory, this.parent);
		}
	}

	private List<Path> forced(Recording recording) throws IOException {
		Path dump = this.parent.resolve("recording.jfr");
		recording.dump(dump);
		return RecordingFile.readAllEvents(dump)
			.stream()
			.map((event) -> Path.of(event.getString("path")).normalize())
			.toList();
	}

	@Test
	void takesFileOfOtherKeyForNone() throws Exception {
		Path file = TestFiles.fileOf(this.directory, "key");
		Files.createDirectories(file.getParent());
		Files.copy(written("other"), file, StandardCopyOption.REPLACE_EXISTING);
		assertThat(this.backend.get("key")).isNull();
		assertThat(this.backend.headers(List.of("key"))).isEmpty();
		assertThat(this.backend.delete("key")).isEqualTo(Removal.ABSENT);
		assertThat(file).exists();
	}

	@Test
	void doesNotFollowLinkInPlaceOfEntry() throws Exception {
		Path elsewhere = this.parent.resolve("elsewhere");
		Path file = written("key");
		Files.move(file, elsewhere);
		Files.createSymbolicLink(file, elsewhere);
		assertMissedAndRemoved("key", "link");
		Files.createSymbolicLink(file, elsewhere);
		byte[] before = Files.readAllBytes(elsewhere);
		this.backend.put("key", TestFiles.stored("next"));
		assertThat(Files.isSymbolicLink(file)).isFalse();
		assertThat(Files.readAllBytes(elsewhere)).isEqualTo(before);
	}

	@Test
	void keepsWhatItWritesFromOtherUsers() throws Exception {
		Path file = written("key");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		for (Path folder : List.of(this.directory, file.getParent(), this.directory.resolve(".locks"))) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		}
	}

	@Test
	void waitsForLockNoLongerThanItsTimeout() throws Exception {
		Path file = written("secret");
		FileBackend hasty = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofMillis(200), DataSize.ofGigabytes(1), null));
		try (KeyLocks locks = new KeyLocks(new StoreDirectory(this.directory, false), Duration.ofSeconds(10))) {
			locks.whileLocked(file, () -> {
				assertThatExceptionOfType(BackendUnavailableException.class)
					.isThrownBy(() -> hasty.put("secret", TestFiles.stored("next")))
					.withMessageContaining("PT0.2S")
					.withMessageNotContaining("secret");
				assertThat(hasty.get("secret")).isNotNull();
				return true;
			});
		}
		hasty.put("secret", TestFiles.stored("next"));
		hasty.close();
	}

	@Test
	void locksAnewAfterLockFilesWereRemoved() throws Exception {
		Path file = written("key");
		FileBackend other = TestFiles.backend(this.directory);
		other.put("key", TestFiles.stored("other"));
		Files.delete(lockFile(file));
		FileBackend hasty = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofMillis(100), DataSize.ofGigabytes(1), null));
		try (KeyLocks locks = new KeyLocks(new StoreDirectory(this.directory, false), Duration.ofSeconds(10))) {
			locks.whileLocked(file, () -> {
				assertThatExceptionOfType(BackendUnavailableException.class)
					.isThrownBy(() -> hasty.put("key", TestFiles.stored("next")));
				return true;
			});
		}
		this.backend.put("key", TestFiles.stored("ours"));
		other.put("key", TestFiles.stored("theirs"));
		other.close();
		hasty.close();
	}

	private Path lockFile(Path file) {
		int stripe = Integer.parseInt(file.getFileName().toString().substring(0, 2), 16) % 64;
		return this.directory.resolve(".locks").resolve("%02x".formatted(stripe));
	}

	@Test
	void refusesKeyOverTheLimit() {
		String longest = "k".repeat(EntryFormat.LONGEST_KEY);
		StoredRecord stored = TestFiles.stored("content");
		this.backend.put(longest, stored);
		assertThat(this.backend.get(longest)).isEqualTo(stored);
		assertThat(this.backend.headers(List.of(longest))).hasSize(1);
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backend.put(longest + "k", stored))
			.withMessageNotContaining(longest);
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backend.increment(longest + "k", 1, null));
		assertThat(this.backend.get(longest + "k")).isNull();
	}

	@Test
	void refusesToCountOnRecord() throws Exception {
		written("key");
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backend.increment("key", 1, null));
	}

	@Test
	void countsByItsOwnClock() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("1999-12-31T23:59:59Z"));
		FileBackend past = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(1), DataSize.ofGigabytes(1), null), now::get);
		assertThat(past.increment("key", 2, Duration.ofSeconds(2))).isEqualTo(2);
		assertThat(past.increment("key", 2, null)).isEqualTo(4);
		now.updateAndGet((instant) -> instant.plusSeconds(2));
		assertThat(past.increment("key", 2, null)).isEqualTo(2);
		past.close();
	}

	private Path written(String key) {
		this.backend.put(key, TestFiles.stored("content of " + key));
		return TestFiles.fileOf(this.directory, key);
	}

	private void assertMissedAndRemoved(String key, String what) {
		assertThat(this.backend.get(key)).as(what).isNull();
		assertThat(Files.notExists(TestFiles.fileOf(this.directory, key), LinkOption.NOFOLLOW_LINKS)).as(what).isTrue();
	}

}
