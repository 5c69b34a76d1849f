package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.BackendStatistics;

import static org.assertj.core.api.Assertions.assertThat;

class FilePruningTests {

	private final Instant now = Instant.now();

	@TempDir
	Path directory;

	@Test
	void removesTheOldestUntilTheOthersFit() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(1), DataSize.ofKilobytes(55), null))) {
			for (int i = 0; i < 100; i++) {
				backend.put("key" + i, TestFiles.stored(new byte[950], null));
				age("key" + i, Duration.ofMinutes(100 - i));
			}
			pruneAll(backend);
			assertThat(backend.get("key99")).isNotNull();
			assertThat(backend.get("key50")).isNotNull();
			assertThat(backend.get("key40")).isNull();
			assertHoldsWhatItTells(backend);
			assertThat(backend.get("key0")).isNull();
		}
	}

	@Test
	void removesInSeveralWalksWhatIsFarTooMuch() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(1), DataSize.ofBytes(1), null))) {
			for (int i = 0; i < 6_000; i++) {
				backend.put("key" + i, TestFiles.stored("content"));
			}
			assertThat(pruneAll(backend)).isEqualTo(6_000);
			assertThat(backend.statistics()).isEqualTo(new BackendStatistics(0L, 0L));
		}
	}

	@Test
	void removesWhatIsOlderThanAllowed() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(1), DataSize.ofGigabytes(1), Duration.ofHours(1)))) {
			backend.put("old", TestFiles.stored("content"));
			backend.put("young", TestFiles.stored("content"));
			age("old", Duration.ofMinutes(61));
			age("young", Duration.ofMinutes(59));
			assertThat(pruneAll(backend)).isEqualTo(1);
			assertThat(backend.get("old")).isNull();
			assertThat(backend.get("young")).isNotNull();
		}
	}

	@Test
	void leavesWhatTellsTheGenerationOfACache() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(1), DataSize.ofBytes(1), Duration.ofHours(1)))) {
			backend.put("epoch", TestFiles.stored(new byte[0], null));
			age("epoch", Duration.ofDays(100));
			backend.put("empty", TestFiles.stored(new byte[0], this.now.plusSeconds(60)));
			backend.put("key", TestFiles.stored("content"));
			assertThat(pruneAll(backend)).isEqualTo(2);
			assertThat(backend.get("epoch")).isNotNull();
		}
	}

	@Test
	void removesExpiredCountersAndNoOthers() {
		try (FileBackend backend = TestFiles.backend(this.directory)) {
			backend.increment("expired", 5, Duration.ofMinutes(1));
			backend.increment("living", 5, Duration.ofHours(1));
			backend.increment("everlasting", 5, null);
			assertThat(pruneAll(backend, this.now.plus(Duration.ofMinutes(30)))).isEqualTo(1);
			assertThat(backend.increment("expired", 0, null)).isZero();
			assertThat(backend.increment("living", 0, null)).isEqualTo(5);
			assertThat(backend.increment("everlasting", 0, null)).isEqualTo(5);
		}
	}

	@Test
	void removesTemporaryFilesThatNobodyWritesAnyMore() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory)) {
			backend.put("key", TestFiles.stored("content"));
			Path left = TestFiles.fileOf(this.directory, "key").resolveSibling("left.tmp");
			Path fresh = left.resolveSibling("fresh.tmp");
			Path others = left.resolveSibling("notes.txt");
			for (Path file : new Path[] { left, fresh, others }) {
				Files.write(file, new byte[10]);
			}
			Files.setLastModifiedTime(left, FileTime.from(this.now.minus(Duration.ofMinutes(61))));
			Files.setLastModifiedTime(others, FileTime.from(this.now.minus(Duration.ofDays(61))));
			pruneAll(backend);
			assertThat(left).doesNotExist();
			assertThat(fresh).exists();
			assertThat(others).exists();
			assertThat(backend.get("key")).isNotNull();
		}
	}

	@Test
	void removesDamagedFiles() throws IOException {
		try (FileBackend backend = TestFiles.backend(this.directory)) {
			backend.put("key", TestFiles.stored("content"));
			Path file = TestFiles.fileOf(this.directory, "key");
			Files.write(file, new byte[10]);
			pruneAll(backend);
			assertThat(file).doesNotExist();
		}
	}

	private void assertHoldsWhatItTells(FileBackend backend) throws IOException {
		try (Stream<String> keys = backend.keys(""); Stream<Path> files = Files.walk(this.directory)) {
			long entries = keys.count();
			long bytes = files.filter(StoreDirectory::isEntry).mapToLong((file) -> file.toFile().length()).sum();
			assertThat(backend.statistics()).isEqualTo(new BackendStatistics(entries, bytes));
		}
	}

	private void age(String key, Duration age) throws IOException {
		Files.setLastModifiedTime(TestFiles.fileOf(this.directory, key), FileTime.from(this.now.minus(age)));
	}

	private long pruneAll(FileBackend backend) {
		return pruneAll(backend, this.now);
	}

	private static long pruneAll(FileBackend backend, Instant now) {
		long all = 0;
		long removed = backend.prune(now);
		while (removed != 0) {
			all += removed;
			removed = backend.prune(now);
		}
		return all;
	}

}
