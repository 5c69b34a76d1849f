package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import io.cachebridge.spi.BackendHealth.Status;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FileOutageTests {

	@TempDir
	Path parent;

	private boolean mounted;

	@AfterEach
	void unmount() throws Exception {
		if (this.mounted) {
			run("umount", "--lazy", this.parent.resolve("volume").toString());
		}
	}

	@Test
	void keepsWhatWasAcknowledgedWhenDiskIsFull() throws Exception {
		Path volume = mount("size=1m");
		try (FileBackend backend = TestFiles.backend(volume)) {
			Map<String, StoredRecord> acknowledged = new LinkedHashMap<>();
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					StoredRecord stored = TestFiles.stored(new byte[50_000], null);
					backend.put("secret" + i, stored);
					acknowledged.put("secret" + i, stored);
				}
			}).withMessageContaining("'maximum-size'").withMessageNotContaining("secret");
			assertThat(acknowledged).hasSizeGreaterThan(10);
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.put("secret0", TestFiles.stored(new byte[500_000], null)));
			assertThat(backend.getAll(acknowledged.keySet())).isEqualTo(acknowledged);
			assertThat(TestFiles.temporaries(volume)).isEmpty();
			assertThat(backend.delete("secret0")).isEqualTo(Removal.PRESENT);
			assertThatNoException().isThrownBy(() -> backend.put("secret0", TestFiles.stored("small")));
		}
	}

	@Test
	void readsButRefusesWritesWhenVolumeIsReadOnly() throws Exception {
		Path volume = mount("size=1m");
		StoredRecord stored = TestFiles.stored("content");
		try (FileBackend writer = TestFiles.backend(volume)) {
			writer.put("secret", stored);
		}
		remount(volume, "ro");
		try (FileBackend backend = TestFiles.backend(volume)) {
			assertThat(backend.get("secret")).isEqualTo(stored);
			assertThat(backend.health().status()).isEqualTo(Status.DEGRADED);
			assertThatExceptionOfType(BackendRejectedException.class)
				.isThrownBy(() -> backend.put("secret", TestFiles.stored("next")))
				.withMessageContaining("let the user of the process own it")
				.withMessageNotContaining("secret");
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.delete("secret"));
			remount(volume, "rw");
			assertThatNoException().isThrownBy(() -> backend.put("secret", TestFiles.stored("next")));
			assertThat(backend.health().status()).isEqualTo(Status.UP);
		}
	}

	private static void remount(Path volume, String mode) throws Exception {
		assertThat(run("mount", "-o", "remount," + mode, volume.toString())).isZero();
	}

	@Test
	void goesOnWhenDirectoryWasRemoved() throws IOException {
		Path directory = this.parent.resolve("store");
		try (FileBackend backend = TestFiles.backend(directory)) {
			backend.put("key", TestFiles.stored("content"));
			FileSystemUtils.deleteRecursively(directory);
			assertThat(backend.get("key")).isNull();
			assertThat(backend.delete("key")).isEqualTo(Removal.ABSENT);
			StoredRecord stored = TestFiles.stored("content");
			FileSystemUtils.deleteRecursively(directory);
			backend.put("key", stored);
			assertThat(backend.get("key")).isEqualTo(stored);
		}
	}

	@Test
	void waitsForParentToComeBack() throws IOException {
		Path volume = this.parent.resolve("volume");
		try (FileBackend backend = TestFiles.backend(volume.resolve("store"))) {
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.put("secret", TestFiles.stored("content")))
				.withMessageContaining("mount or create its parent")
				.withMessageNotContaining("secret");
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("secret"));
			assertThat(backend.health().status()).isEqualTo(Status.DOWN);
			Files.createDirectory(volume);
			assertThat(backend.get("secret")).isNull();
			backend.put("secret", TestFiles.stored("content"));
			assertThat(backend.health().status()).isEqualTo(Status.UP);
		}
	}

	@Test
	void tellsOfFileInPlaceOfDirectory() throws IOException {
		Path directory = this.parent.resolve("store");
		Files.write(directory, new byte[] { 1 });
		try (FileBackend backend = TestFiles.backend(directory)) {
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.put("key", TestFiles.stored("content")))
				.withMessageContaining(directory.toString());
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("key"));
			assertThat(backend.health().status()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void tellsOfFileInPlaceOfPartOfDirectory() throws IOException {
		Path directory = this.parent.resolve("store");
		Path part = TestFiles.fileOf(directory, "key").getParent();
		try (FileBackend backend = TestFiles.backend(directory)) {
			Files.createDirectory(directory);
			Files.write(part, new byte[] { 1 });
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.put("key", TestFiles.stored("content")))
				.withMessageContaining(part.toString());
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> {
				try (Stream<String> keys = backend.keys("")) {
					assertThat(keys.toList()).isEmpty();
				}
			});
			Files.delete(part);
			backend.put("key", TestFiles.stored("content"));
			assertThat(backend.headers(List.of("key"))).hasSize(1);
		}
	}

	@Test
	void tellsOfDirectoryInPlaceOfEntry() throws IOException {
		Path directory = this.parent.resolve("store");
		Path file = TestFiles.fileOf(directory, "key");
		Files.createDirectories(file.resolve("full"));
		try (FileBackend backend = TestFiles.backend(directory)) {
			assertThat(backend.get("key")).isNull();
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.put("key", TestFiles.stored("content")));
			assertThat(TestFiles.temporaries(directory)).isEmpty();
			Files.delete(file.resolve("full"));
			assertThat(backend.get("key")).isNull();
			backend.put("key", TestFiles.stored("content"));
		}
	}

	private Path mount(String options) throws Exception {
		Path volume = Files.createDirectory(this.parent.resolve("volume"));
		this.mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", volume.toString()) == 0;
		Assumptions.assumeTrue(this.mounted, "a file system cannot be mounted here");
		return volume;
	}

	private static int run(String... command) throws Exception {
		try {
			return new ProcessBuilder(command).start().waitFor();
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
