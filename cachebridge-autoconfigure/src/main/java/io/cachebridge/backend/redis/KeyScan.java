package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Lists and removes keys by prefix, by {@code SCAN} and in batches, so that the server
 * has time for others in between.
 */
final class KeyScan {

	private static final int BATCH = 500;

	private final RedisCommands commands;

	private final StoreCalls calls;

	KeyScan(RedisCommands commands, StoreCalls calls) {
		this.commands = commands;
		this.calls = calls;
	}

	Stream<String> keys(String prefix) {
		return scan("keys", prefix).mapMulti((bytes, keys) -> {
			String key = new String(bytes, StandardCharsets.UTF_8);
			// What is not text cannot be a key of ours, nor be named again
			if (Arrays.equals(bytes, key.getBytes(StandardCharsets.UTF_8))) {
				keys.accept(key);
			}
		});
	}

	long deleteByPrefix(String prefix) {
		long removed = 0;
		try (Stream<byte[]> keys = scan("deleteByPrefix", prefix)) {
			Iterator<List<byte[]>> batches = new Batches<>(keys.iterator(), BATCH);
			while (batches.hasNext()) {
				List<byte[]> batch = batches.next();
				removed += this.calls.call("deleteByPrefix", null, () -> this.commands.unlink(batch));
			}
		}
		return removed;
	}

	private Stream<byte[]> scan(String operation, String prefix) {
		Stream<byte[]> found = this.calls.call(operation, null,
				() -> this.commands.scan(GlobPattern.startingWith(prefix)));
		Iterator<byte[]> keys = new TranslatingIterator(operation, found.iterator());
		int characteristics = Spliterator.NONNULL;
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(keys, characteristics), false)
			.onClose(found::close);
	}

	/**
	 * Tells failures of later pages as those of the first.
	 */
	private final class TranslatingIterator implements Iterator<byte[]> {

		private final String operation;

		private final Iterator<byte[]> keys;

		TranslatingIterator(String operation, Iterator<byte[]> keys) {
			this.operation = operation;
			this.keys = keys;
		}

		@Override
		public boolean hasNext() {
			return KeyScan.this.calls.call(this.operation, null, this.keys::hasNext);
		}

		@Override
		public byte[] next() {
			return KeyScan.this.calls.call(this.operation, null, this.keys::next);
		}

	}

}
