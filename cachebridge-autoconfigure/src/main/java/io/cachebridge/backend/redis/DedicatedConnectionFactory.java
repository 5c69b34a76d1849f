package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection factory like the application's, to the same servers with the same
 * credentials, encryption, names and threads, but with the manners of a cache: it waits
 * no longer than the timeout, refuses at once while disconnected, repeats nothing that
 * was under way when the connection broke, and is back soon after the server is. It is
 * not connected before it is used.
 */
final class DedicatedConnectionFactory implements AutoCloseable {

	/**
	 * Lettuce's own delay grows to half a minute.
	 */
	private static final Delay RECONNECT_DELAY = Delay.exponential(0, 1000, TimeUnit.MILLISECONDS, 2);

	private final LettuceConnectionFactory factory;

	private final ClientResources resources;

	private final OpenChannels channels;

	private DedicatedConnectionFactory(LettuceConnectionFactory factory, ClientResources resources,
			OpenChannels channels) {
		this.factory = factory;
		this.resources = resources;
		this.channels = channels;
	}

	static DedicatedConnectionFactory like(LettuceConnectionFactory original, Duration timeout) {
		return like(original, timeout, original.getClientConfiguration().getReadFrom().orElse(null));
	}

	/**
	 * Creates another one to the same servers, which never reads from replicas.
	 * @param timeout how long to wait for an answer
	 * @return the factory, to be closed
	 */
	DedicatedConnectionFactory upstream(Duration timeout) {
		return like(this.factory, timeout, null);
	}

	private static DedicatedConnectionFactory like(LettuceConnectionFactory original, Duration timeout,
			@Nullable ReadFrom readFrom) {
		LettuceClientConfiguration client = original.getClientConfiguration();
		OpenChannels channels = new OpenChannels(client.getClientResources()
			.map(ClientResources::nettyCustomizer)
			.orElse(DefaultClientResources.DEFAULT_NETTY_CUSTOMIZER));
		ClientResources resources = client.getClientResources()
			.map(DedicatedConnectionFactory::sharing)
			.orElseGet(ClientResources::builder)
			.nettyCustomizer(channels)
			.reconnectDelay(RECONNECT_DELAY)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(serversOf(original),
				configuration(client, resources, timeout, readFrom));
		return new DedicatedConnectionFactory(factory, resources, channels);
	}

	LettuceConnectionFactory factory() {
		return this.factory;
	}

	boolean readsFromReplicas() {
		return this.factory.getClientConfiguration()
			.getReadFrom()
			.filter((from) -> from.getClass() != ReadFrom.UPSTREAM.getClass())
			.isPresent();
	}

	/**
	 * Closes the shared connection. What it has not sent, or has sent and the server has
	 * not acknowledged, is forgotten: a write that nobody waits for any more must not
	 * take place after later ones.
	 */
	void abandonConnection() {
		this.channels.resetWhenClosed();
		this.factory.resetConnection();
	}

	@Override
	public void close() {
		this.factory.destroy();
		this.resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
	}

	// The getters tell the servers only in parts, and static replicas not at all
	private static RedisConfiguration serversOf(LettuceConnectionFactory original) {
		DirectFieldAccessor fields = new DirectFieldAccessor(original);
		if (fields.isReadableProperty("configuration")
				&& fields.getPropertyValue("configuration") instanceof RedisConfiguration servers) {
			return servers;
		}
		return Stream
			.<@Nullable RedisConfiguration>of(original.getClusterConfiguration(), original.getSentinelConfiguration(),
					original.getSocketConfiguration())
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(original::getStandaloneConfiguration);
	}

	// What is given to a builder stays its owner's: shutdown leaves it alone
	private static ClientResources.Builder sharing(ClientResources shared) {
		return ClientResources.builder()
			.addressResolverGroup(shared.addressResolverGroup())
			.commandLatencyRecorder(shared.commandLatencyRecorder())
			.commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
			.eventBus(shared.eventBus())
			.eventExecutorGroup(shared.eventExecutorGroup())
			.eventLoopGroupProvider(shared.eventLoopGroupProvider())
			.socketAddressResolver(shared.socketAddressResolver())
			.timer(shared.timer())
			.tracing(shared.tracing());
	}

	private static LettuceClientConfiguration configuration(LettuceClientConfiguration original,
			ClientResources resources, Duration timeout, @Nullable ReadFrom readFrom) {
		LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder()
			.clientResources(resources)
			.clientOptions(options(original.getClientOptions().orElseGet(ClientOptions::create), timeout))
			.commandTimeout(timeout)
			.shutdownTimeout(original.getShutdownTimeout())
			.shutdownQuietPeriod(original.getShutdownQuietPeriod());
		original.getClientName().ifPresent(builder::clientName);
		if (readFrom != null) {
			builder.readFrom(readFrom);
		}
		original.getRedisCredentialsProviderFactory().ifPresent(builder::redisCredentialsProviderFactory);
		if (original.isUseSsl()) {
			builder.useSsl().verifyPeer(original.getVerifyMode());
			if (original.isStartTls()) {
				builder.useSsl().startTls();
			}
		}
		return builder.build();
	}

	private static ClientOptions options(ClientOptions original, Duration timeout) {
		SocketOptions sockets = original.getSocketOptions();
		Duration connect = sockets.getConnectTimeout();
		return original.mutate()
			.autoReconnect(true)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.socketOptions(
					sockets.mutate().connectTimeout((connect.compareTo(timeout) < 0) ? connect : timeout).build())
			.timeoutOptions(TimeoutOptions.enabled(timeout))
			.build();
	}

}
