package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStreamCommands.TrimOptions;
import org.springframework.data.redis.connection.RedisStreamCommands.XAddOptions;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.types.Expiration;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Commands by Spring's interface, which every client has. The connection factory is used
 * as it is, with its own timeouts.
 */
final class SpringRedisCommands implements RedisCommands {

	private static final int PAGE = 500;

	private static final long RECOVERY_MILLISECONDS = 500;

	private final RedisConnectionFactory factory;

	SpringRedisCommands(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	@Override
	public byte @Nullable [] get(byte[] key) {
		return call((connection) -> value(() -> connection.stringCommands().get(key)));
	}

	/**
	 * {@code MGET} hides values of other types, except where a client reads the keys of a
	 * cluster one by one: there they are errors.
	 */
	@Override
	public List<byte @Nullable []> getAll(List<byte[]> keys) {
		return call((connection) -> {
			List<byte @Nullable []> values = new ArrayList<>(mGet(connection, keys));
			long found = values.stream().filter(Objects::nonNull).count();
			if (found == keys.size() || count(connection, keys) <= found) {
				return values;
			}
			for (int i = 0; i < values.size(); i++) {
				byte[] key = keys.get(i);
				if (values.get(i) == null) {
					values.set(i, value(() -> connection.stringCommands().get(key)));
				}
			}
			return values;
		});
	}

	@Override
	public List<byte @Nullable []> beginnings(List<byte[]> keys, int length) {
		return call((connection) -> {
			List<byte @Nullable []> values = new ArrayList<>(keys.size());
			for (byte[] key : keys) {
				byte[] value = value(() -> connection.stringCommands().getRange(key, 0, length - 1));
				boolean nothing = value == null || (value.length == 0 && count(connection, List.of(key)) == 0);
				values.add(nothing ? null : value);
			}
			return values;
		});
	}

	@Override
	public void setAll(Collection<Write> writes) {
		this.<@Nullable Void>call((connection) -> {
			for (Write write : writes) {
				connection.stringCommands()
					.set(write.key(), write.value(), SetCondition.upsert(), (write.milliseconds() > 0)
							? Expiration.milliseconds(write.milliseconds()) : Expiration.persistent());
			}
			return null;
		});
	}

	@Override
	public List<Object> evalSha(RedisScript script, byte[] key, byte[]... arguments) {
		return call((connection) -> connection.scriptingCommands()
			.evalSha(script.sha1(), ReturnType.MULTI, 1, keyAnd(key, arguments)));
	}

	@Override
	public List<Object> eval(RedisScript script, byte[] key, byte[]... arguments) {
		return call((connection) -> connection.scriptingCommands()
			.eval(script.text(), ReturnType.MULTI, 1, keyAnd(key, arguments)));
	}

	@Override
	public Stream<byte[]> scan(byte[] pattern) {
		ScanOptions options = ScanOptions.scanOptions().match(pattern).count(PAGE).build();
		RedisConnection connection = this.factory.getConnection();
		try {
			return cursors(connection, options).flatMap(Cursor::stream).onClose(connection::close);
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	@Override
	public long unlink(List<byte[]> keys) {
		byte[][] array = keys.toArray(new byte[0][]);
		return call((connection) -> Objects.requireNonNull(connection.keyCommands().unlink(array)));
	}

	@Override
	public void ping() {
		call(RedisConnection::ping);
	}

	@Override
	public RedisInfo info(String section) {
		return call((connection) -> {
			Properties properties = Objects.requireNonNull(connection.serverCommands().info(section));
			Map<String, String> fields = new HashMap<>();
			properties.stringPropertyNames().forEach((name) -> fields.put(name, properties.getProperty(name)));
			return new RedisInfo(fields);
		});
	}

	@Override
	public void publish(byte[] channel, byte[] message) {
		call((connection) -> connection.publish(channel, message));
	}

	@Override
	public void subscribe(byte[] channel, ChannelListener listener, CountDownLatch closed) throws InterruptedException {
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		container.setConnectionFactory(this.factory);
		container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("cachebridge-redis-listen-"));
		container.setTaskExecutor(new SyncTaskExecutor());
		container.setRecoveryInterval(RECOVERY_MILLISECONDS);
		container.addMessageListener(listener, ChannelTopic.of(new String(channel, StandardCharsets.UTF_8)));
		container.afterPropertiesSet();
		try {
			container.start();
			closed.await();
		}
		finally {
			destroy(container);
		}
	}

	private static void destroy(RedisMessageListenerContainer container) {
		try {
			container.destroy();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Subscription cannot be closed", ex);
		}
	}

	@Override
	public String append(byte[] stream, byte[] message, long maximumLength) {
		MapRecord<byte[], byte[], byte[]> entry = StreamRecords.newRecord()
			.in(stream)
			.ofBytes(Map.of(StreamEntry.FIELD, message));
		XAddOptions options = XAddOptions.trim(TrimOptions.maxLen(maximumLength).approximate());
		return call(
				(connection) -> Objects.requireNonNull(connection.streamCommands().xAdd(entry, options)).getValue());
	}

	@Override
	public StreamConnection openStream(byte[] stream, Duration longestWait) {
		return new PolledStreamConnection(this.factory, stream);
	}

	@Override
	public boolean isCluster() {
		return call(RedisClusterConnection.class::isInstance);
	}

	/**
	 * Only Lettuce reads from replicas, and Lettuce is not used this way.
	 */
	@Override
	public boolean readsFromReplicas() {
		return false;
	}

	/**
	 * The connection factory is the application's.
	 */
	@Override
	public void close() {
	}

	private static Stream<Cursor<byte[]>> cursors(RedisConnection connection, ScanOptions options) {
		if (!(connection instanceof RedisClusterConnection cluster)) {
			return Stream.of(connection.keyCommands().scan(options));
		}
		List<RedisClusterNode> masters = new ArrayList<>();
		cluster.clusterCommands().clusterGetNodes().forEach((node) -> {
			if (node.isMaster()) {
				masters.add(node);
			}
		});
		return masters.stream().map((master) -> cluster.scan(master, options));
	}

	private static List<byte @Nullable []> mGet(RedisConnection connection, List<byte[]> keys) {
		try {
			return Objects.requireNonNull(connection.stringCommands().mGet(keys.toArray(new byte[0][])));
		}
		catch (RuntimeException ex) {
			if (RedisFailures.isOtherType(ex)) {
				return Collections.nCopies(keys.size(), null);
			}
			throw ex;
		}
	}

	private static long count(RedisConnection connection, List<byte[]> keys) {
		return Objects.requireNonNull(connection.keyCommands().exists(keys.toArray(new byte[0][])));
	}

	private static byte[][] keyAnd(byte[] key, byte[]... arguments) {
		byte[][] all = new byte[arguments.length + 1][];
		all[0] = key;
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return all;
	}

	private static byte @Nullable [] value(Supplier<byte @Nullable []> read) {
		try {
			return read.get();
		}
		catch (RuntimeException ex) {
			if (RedisFailures.isOtherType(ex)) {
				return OTHER_TYPE;
			}
			throw ex;
		}
	}

	private <T extends @Nullable Object> T call(Function<RedisConnection, T> command) {
		try (RedisConnection connection = this.factory.getConnection()) {
			return command.apply(connection);
		}
	}

}
