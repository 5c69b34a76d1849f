package io.cachebridge.backend.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Backends in directories of tests, and what they hold.
 */
final class TestFiles {

	private static final AtomicLong sequence = new AtomicLong();

	private TestFiles() {
	}

	static CacheBridgeFileProperties settings(Duration timeout, DataSize maximumSize, @Nullable Duration maximumAge) {
		return new CacheBridgeFileProperties("unused", timeout, false, maximumSize, maximumAge, Duration.ofMinutes(5),
				Map.of(), null);
	}

	static FileBackend backend(Path directory) {
		return backend(directory, settings(Duration.ofSeconds(10), DataSize.ofGigabytes(1), null));
	}

	static FileBackend backend(Path directory, CacheBridgeFileProperties settings) {
		return backend(directory, settings, Clock.systemUTC());
	}

	static FileBackend backend(Path directory, CacheBridgeFileProperties settings, InstantSource clock) {
		return new FileBackend("archive", new StoreDirectory(directory, false), settings, clock);
	}

	static StoredRecord stored(String content) {
		return stored(content.getBytes(StandardCharsets.UTF_8), null);
	}

	static StoredRecord stored(byte[] content, @Nullable Instant expiresAt) {
		return StoredRecord.of(content, new Version(ProcessHandle.current().pid(), sequence.incrementAndGet()),
				expiresAt);
	}

	static Path fileOf(Path directory, String key) {
		return new StoreDirectory(directory, false).fileOf(key);
	}

	static List<Path> temporaries(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(StoreDirectory::isTemporary).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
