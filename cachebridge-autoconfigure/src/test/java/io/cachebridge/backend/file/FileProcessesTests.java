package io.cachebridge.backend.file;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes on one directory.
 */
@Timeout(120)
class FileProcessesTests {

	private static final int ADDITIONS = 1_500;

	@TempDir
	Path directory;

	@Test
	void loseNoUpdateOfEachOther() throws Exception {
		Process other = start("add", String.valueOf(ADDITIONS));
		try (FileBackend backend = TestFiles.backend(this.directory);
				FileBackend sibling = TestFiles.backend(this.directory)) {
			BufferedReader answers = other.inputReader(StandardCharsets.UTF_8);
			assertThat(answers.readLine()).isEqualTo("ready");
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (FileBackend each : List.of(backend, backend, sibling)) {
				threads.add(CompletableFuture.runAsync(() -> FileWriterProcess.add(each, ADDITIONS)));
			}
			for (CompletableFuture<Void> thread : threads) {
				thread.get(60, TimeUnit.SECONDS);
			}
			assertThat(answers.readLine()).isEqualTo("done");
			long sum = 0;
			for (int key = 0; key < FileWriterProcess.KEYS; key++) {
				sum += FileWriterProcess.value(backend.get("sum" + key));
			}
			assertThat(sum).isEqualTo(4 * ADDITIONS);
			assertThat(backend.increment("counter", 0, null)).isEqualTo(4 * ADDITIONS);
			assertThat(TestFiles.temporaries(this.directory)).isEmpty();
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	@Test
	void areNeitherTornNorLockedOutByTheDeathOfTheOther() throws Exception {
		try (FileBackend backend = TestFiles.backend(this.directory,
				TestFiles.settings(Duration.ofSeconds(2), DataSize.ofGigabytes(1), null))) {
			for (int round = 0; round < 3; round++) {
				Process other = start("overwrite");
				assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
				for (int read = 0; read < 200; read++) {
					assertWhole(backend.get("large"));
				}
				other.destroyForcibly().waitFor();
				StoredRecord held = backend.get("large");
				assertWhole(held);
				StoredRecord next = TestFiles.stored(new byte[FileWriterProcess.LARGE], null);
				assertThat(backend.putIf("large", held, next)).isEqualTo(PutOutcome.applied(next));
			}
			backend.prune(Instant.now().plus(Duration.ofHours(2)));
			assertThat(TestFiles.temporaries(this.directory)).isEmpty();
			assertThat(backend.health().details()).containsEntry("damagedEntries", 0L);
		}
	}

	private static void assertWhole(@Nullable StoredRecord stored) {
		if (stored == null) {
			return;
		}
		byte[] content = Objects.requireNonNull(stored.content());
		assertThat(content).hasSize(FileWriterProcess.LARGE);
		for (byte each : content) {
			if (each != content[0]) {
				throw new AssertionError("a torn value was read");
			}
		}
	}

	private Process start(String... arguments) throws Exception {
		// Surefire's own class path names a jar that only points to the real one
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath, FileWriterProcess.class.getName(),
						this.directory.toString()));
		command.addAll(List.of(arguments));
		File log = this.directory.resolve("process.log").toFile();
		return new ProcessBuilder(command).redirectError(log).start();
	}

}
