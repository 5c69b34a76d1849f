package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStreamCommands;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * Asks again and again, as a read that waits at the server cannot be interrupted with
 * every client and is not bounded by its timeouts.
 */
final class PolledStreamConnection implements StreamConnection {

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private final RedisConnectionFactory factory;

	private final byte[] stream;

	PolledStreamConnection(RedisConnectionFactory factory, byte[] stream) {
		this.factory = factory;
		this.stream = stream;
	}

	@Override
	public List<StreamEntry> readAfter(String id, Duration wait) throws InterruptedException {
		long start = System.nanoTime();
		while (true) {
			List<StreamEntry> entries = readAfter(id);
			if (!entries.isEmpty() || System.nanoTime() - start >= wait.toNanos()) {
				return entries;
			}
			TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
		}
	}

	@SuppressWarnings("unchecked")
	private List<StreamEntry> readAfter(String id) {
		return call((commands) -> commands.xRead(StreamReadOptions.empty().count(PAGE),
				StreamOffset.create(this.stream, ReadOffset.from(id))));
	}

	@Override
	public @Nullable StreamEntry read(String id) {
		return call((commands) -> commands.xRange(this.stream, Range.closed(id, id), Limit.limit().count(1))).stream()
			.findFirst()
			.orElse(null);
	}

	private List<StreamEntry> call(Function<RedisStreamCommands, List<ByteRecord>> read) {
		try (RedisConnection connection = this.factory.getConnection()) {
			return read.apply(connection.streamCommands())
				.stream()
				.map((entry) -> StreamEntry.of(entry.getId().getValue(), entry.getValue()))
				.toList();
		}
	}

	/**
	 * The connection factory is the application's.
	 */
	@Override
	public void close() {
	}

}
