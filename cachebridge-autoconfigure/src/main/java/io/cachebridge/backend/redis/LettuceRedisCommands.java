package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.Value;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Commands by Lettuce's own interface, which is the same for a single server and a
 * cluster. Spring's would open a new connection for every pipeline, and read the keys of
 * a cluster one by one.
 */
final class LettuceRedisCommands implements RedisCommands {

	private static final int PAGE = 500;

	private final LettuceLink link;

	private final long timeoutNanos;

	LettuceRedisCommands(LettuceLink link) {
		this.link = link;
		this.timeoutNanos = link.timeout().toNanos();
	}

	@Override
	public byte @Nullable [] get(byte[] key) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		return value(commands, commands.get(key));
	}

	/**
	 * {@code MGET} costs the server half of single reads but hides values of other types,
	 * so the keys are counted beside it. On a cluster it would be cut into slots anyway.
	 */
	@Override
	public List<byte @Nullable []> getAll(List<byte[]> keys) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		if (keys.size() > 1 && !this.link.isCluster()) {
			byte[][] array = keys.toArray(new byte[0][]);
			RedisFuture<Long> present = commands.exists(array);
			List<byte @Nullable []> values = new ArrayList<>(array.length);
			await(commands, commands.mget(array)).forEach((value) -> values.add(orNull(value)));
			if (await(commands, present) <= values.stream().filter(Objects::nonNull).count()) {
				return values;
			}
		}
		return values(commands, keys, commands::get);
	}

	/**
	 * The beginning of nothing is empty, as that of an empty value is, so the keys are
	 * counted here too.
	 */
	@Override
	public List<byte @Nullable []> beginnings(List<byte[]> keys, int length) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		RedisFuture<Long> present = commands.exists(keys.toArray(new byte[0][]));
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		int found = 0;
		for (byte @Nullable [] value : values(commands, keys, (key) -> commands.getrange(key, 0, length - 1))) {
			boolean something = value != null && value.length > 0;
			values.add(something ? value : null);
			found += something ? 1 : 0;
		}
		return (await(commands, present) <= found) ? values : values(commands, keys, commands::get);
	}

	@Override
	public void setAll(Collection<Write> writes) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		List<RedisFuture<String>> pending = new ArrayList<>(writes.size());
		for (Write write : writes) {
			pending.add((write.milliseconds() > 0)
					? commands.set(write.key(), write.value(), SetArgs.Builder.px(write.milliseconds()))
					: commands.set(write.key(), write.value()));
		}
		pending.forEach((future) -> await(commands, future));
	}

	@Override
	public List<Object> evalSha(RedisScript script, byte[] key, byte[]... arguments) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		return await(commands,
				commands.evalsha(script.sha1(), ScriptOutputType.MULTI, new byte[][] { key }, arguments));
	}

	@Override
	public List<Object> eval(RedisScript script, byte[] key, byte[]... arguments) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		return await(commands, commands.eval(script.text(), ScriptOutputType.MULTI, new byte[][] { key }, arguments));
	}

	@Override
	public Stream<byte[]> scan(byte[] pattern) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		ScanArgs arguments = ScanArgs.Builder.limit(PAGE).match(pattern);
		return Stream
			.iterate(await(commands, commands.scan(arguments)), Objects::nonNull,
					(page) -> page.isFinished() ? null : await(commands, commands.scan(page, arguments)))
			.flatMap((page) -> page.getKeys().stream());
	}

	@Override
	public long unlink(List<byte[]> keys) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		return await(commands, commands.unlink(keys.toArray(new byte[0][])));
	}

	@Override
	public void ping() {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		await(commands, commands.ping());
	}

	@Override
	public RedisInfo info(String section) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		return RedisInfo.parse(await(commands, commands.info(section)));
	}

	@Override
	public void publish(byte[] channel, byte[] message) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		await(commands, commands.publish(channel, message));
	}

	@Override
	public void subscribe(byte[] channel, ChannelListener listener, CountDownLatch closed) throws InterruptedException {
		try (RedisConnection connection = this.link.openConnection()) {
			connection.subscribe(listener, channel);
			LettuceSubscription.of(connection, listener).stay(closed, this.link.timeout());
		}
	}

	@Override
	public String append(byte[] stream, byte[] message, long maximumLength) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.link.commands();
		XAddArgs arguments = XAddArgs.Builder.maxlen(maximumLength).approximateTrimming();
		return await(commands, commands.xadd(stream, arguments, StreamEntry.FIELD, message));
	}

	@Override
	public StreamConnection openStream(byte[] stream, Duration longestWait) {
		Duration timeout = this.link.timeout();
		return new LettuceStreamConnection(this.link.another(longestWait.plus(timeout)), stream, timeout);
	}

	@Override
	public boolean isCluster() {
		return this.link.isCluster();
	}

	@Override
	public boolean readsFromReplicas() {
		return this.link.readsFromReplicas();
	}

	@Override
	public void close() {
		this.link.close();
	}

	private List<byte @Nullable []> values(RedisClusterAsyncCommands<byte[], byte[]> commands, List<byte[]> keys,
			Function<byte[], RedisFuture<byte[]>> read) {
		List<RedisFuture<byte[]>> pending = keys.stream().map(read).toList();
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		pending.forEach((future) -> values.add(value(commands, future)));
		return values;
	}

	private byte @Nullable [] value(RedisClusterAsyncCommands<byte[], byte[]> commands, RedisFuture<byte[]> future) {
		try {
			return await(commands, future);
		}
		catch (RedisCommandExecutionException ex) {
			if (RedisFailures.isOtherType(ex)) {
				return OTHER_TYPE;
			}
			throw ex;
		}
	}

	private <T> T await(RedisClusterAsyncCommands<byte[], byte[]> commands, RedisFuture<T> future) {
		try {
			return LettuceFutures.awaitOrCancel(future, this.timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (RedisCommandTimeoutException ex) {
			this.link.unanswered(commands);
			throw ex;
		}
	}

	private static byte @Nullable [] orNull(Value<byte[]> value) {
		return value.hasValue() ? value.getValue() : null;
	}

}
