package io.cachebridge.test.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.backend.file.CacheBridgeFileAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.test.CacheBackendContract;

class FileBackendContractTests extends CacheBackendContract {

	private static final int LARGEST_CONTENT = 64 * 1024 * 1024;

	private static final int RECORD_HEADER = 25;

	@TempDir
	static Path parent;

	@RegisterExtension
	static final ConfiguredBackends backends = filesIn(() -> parent.resolve("store").toString());

	@RegisterExtension
	static final ConfiguredBackends away = filesIn(() -> parent.resolve("not mounted").resolve("store").toString());

	static ConfiguredBackends filesIn(Supplier<String> directory) {
		return ConfiguredBackends.of(CacheBridgeFileAutoConfiguration.class)
			.with(() -> List.of("cachebridge.file.directory=" + directory.get(), "cachebridge.file.timeout=30s"));
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("file");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("file");
	}

	/**
	 * Writes a file as described, by no code of the backend.
	 */
	@Override
	protected void plantForeignBytes(String key, byte[] bytes) throws IOException {
		byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
		ByteBuffer file = ByteBuffer.allocate(20 + keyBytes.length + bytes.length);
		file.put("CBF".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
		file.putInt(keyBytes.length).putInt(bytes.length).putInt(checksum(bytes));
		byte[] beginning = Arrays.copyOf(bytes, Math.min(bytes.length, RECORD_HEADER));
		file.putInt(checksum(Arrays.copyOf(file.array(), file.position()), keyBytes, beginning));
		file.put(keyBytes).put(bytes);
		String digest = KeyDigest.full(key);
		Path directory = parent.resolve("store").resolve(digest.substring(0, 2));
		Files.createDirectories(directory);
		Files.write(directory.resolve(digest), file.array());
	}

	private static int checksum(byte[]... parts) {
		CRC32C checksum = new CRC32C();
		for (byte[] part : parts) {
			checksum.update(part);
		}
		return (int) checksum.getValue();
	}

	@Override
	protected int largestContentToTry() {
		return LARGEST_CONTENT + 1;
	}

}
