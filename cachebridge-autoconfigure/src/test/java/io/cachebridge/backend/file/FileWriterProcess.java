package io.cachebridge.backend.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;

/**
 * A process that writes to the directory that a test writes to.
 */
public final class FileWriterProcess {

	static final int KEYS = 3;

	static final int LARGE = 1_000_000;

	private FileWriterProcess() {
	}

	public static void main(String[] arguments) {
		try (FileBackend backend = TestFiles.backend(Path.of(arguments[0]))) {
			backend.get("warm");
			say("ready");
			if (arguments[1].equals("add")) {
				add(backend, Integer.parseInt(arguments[2]));
				say("done");
			}
			else {
				overwrite(backend);
			}
		}
	}

	private static void say(String text) {
		System.out.println(text);
		System.out.flush();
	}

	static void add(FileBackend backend, int times) {
		for (int i = 0; i < times; i++) {
			addOne(backend, "sum" + i % KEYS);
			backend.increment("counter", 1, null);
		}
	}

	private static void addOne(FileBackend backend, String key) {
		while (true) {
			StoredRecord seen = backend.get(key);
			byte[] next = ByteBuffer.allocate(Long.BYTES).putLong(value(seen) + 1).array();
			if (backend.putIf(key, seen, TestFiles.stored(next, null)).applied()) {
				return;
			}
		}
	}

	static long value(@Nullable StoredRecord stored) {
		return (stored != null) ? ByteBuffer.wrap(Objects.requireNonNull(stored.content())).getLong() : 0;
	}

	private static void overwrite(FileBackend backend) {
		byte[] content = new byte[LARGE];
		for (byte fill = 1; true; fill++) {
			Arrays.fill(content, fill);
			backend.put("large", TestFiles.stored(content, null));
		}
	}

}
