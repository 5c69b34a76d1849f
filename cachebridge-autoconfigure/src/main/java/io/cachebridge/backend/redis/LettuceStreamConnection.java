package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Waits at the server, on a link that nobody else uses. After a failure the connection is
 * opened anew, whether it looks alive or not.
 */
final class LettuceStreamConnection implements StreamConnection {

	private final LettuceLink link;

	private final byte[] stream;

	private final Duration timeout;

	/**
	 * Creates a connection that is not open.
	 * @param link the link, closed with this
	 * @param stream the stream
	 * @param timeout how long to wait for an answer, beyond waiting for entries
	 */
	LettuceStreamConnection(LettuceLink link, byte[] stream, Duration timeout) {
		this.link = link;
		this.stream = stream;
		this.timeout = timeout;
	}

	@Override
	@SuppressWarnings("unchecked")
	public List<StreamEntry> readAfter(String id, Duration wait) {
		XReadArgs arguments = XReadArgs.Builder.count(PAGE);
		if (wait.toMillis() > 0) {
			// Zero would wait for ever
			arguments.block(wait);
		}
		return await((commands) -> commands.xread(arguments, StreamOffset.from(this.stream, id)), wait);
	}

	@Override
	public @Nullable StreamEntry read(String id) {
		return await((commands) -> commands.xrange(this.stream, Range.create(id, id), Limit.from(1)), Duration.ZERO)
			.stream()
			.findFirst()
			.orElse(null);
	}

	private List<StreamEntry> await(
			Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<List<StreamMessage<byte[], byte[]>>>> read,
			Duration wait) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		try {
			return LettuceFutures
				.awaitOrCancel(read.apply(commands), wait.plus(this.timeout).toNanos(), TimeUnit.NANOSECONDS)
				.stream()
				.map((message) -> StreamEntry.of(message.getId(), message.getBody()))
				.toList();
		}
		catch (RedisCommandExecutionException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.link.giveUp(commands);
			throw ex;
		}
	}

	@Override
	public void close() {
		this.link.close();
	}

}
