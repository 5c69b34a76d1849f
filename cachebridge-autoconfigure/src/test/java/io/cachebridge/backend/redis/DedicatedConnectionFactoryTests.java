package io.cachebridge.backend.redis;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

class DedicatedConnectionFactoryTests {

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	@Test
	void goesWhereTheOriginalGoes() {
		RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration("redis.example.com", 7000);
		standalone.setDatabase(3);
		standalone.setUsername("user");
		RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration().master("main").sentinel("a", 26379);
		RedisStaticMasterReplicaConfiguration replicas = new RedisStaticMasterReplicaConfiguration("a");
		replicas.addNode("b", 7000);
		RedisClusterConfiguration cluster = new RedisClusterConfiguration().clusterNode("a", 7000);
		for (RedisConfiguration servers : new RedisConfiguration[] { standalone, sentinel, replicas, cluster }) {
			LettuceConnectionFactory original = new LettuceConnectionFactory(servers,
					LettuceClientConfiguration.defaultConfiguration());
			try (DedicatedConnectionFactory dedicated = DedicatedConnectionFactory.like(original, TIMEOUT)) {
				assertThat(ReflectionTestUtils.getField(dedicated.factory(), "configuration")).isSameAs(servers);
			}
		}
	}

	@Test
	void keepsWhatTheApplicationHasConfigured() {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientName("shop")
			.clientOptions(ClusterClientOptions.builder().maxRedirects(9).build())
			.useSsl()
			.verifyPeer(SslVerifyMode.CA)
			.startTls()
			.build();
		LettuceClientConfiguration dedicated = dedicated(client);
		assertThat(dedicated.getClientName()).contains("shop");
		assertThat(dedicated.isUseSsl()).isTrue();
		assertThat(dedicated.isStartTls()).isTrue();
		assertThat(dedicated.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
		assertThat(dedicated.getClientOptions()).get()
			.isInstanceOfSatisfying(ClusterClientOptions.class,
					(options) -> assertThat(options.getMaxRedirects()).isEqualTo(9));
	}

	@Test
	void leavesTheReplicasWhereWritingsAreReadBack() {
		LettuceConnectionFactory original = new LettuceConnectionFactory(new RedisStandaloneConfiguration(),
				LettuceClientConfiguration.builder().readFrom(ReadFrom.REPLICA).build());
		try (DedicatedConnectionFactory dedicated = DedicatedConnectionFactory.like(original, TIMEOUT);
				DedicatedConnectionFactory upstream = dedicated.upstream(TIMEOUT.plus(TIMEOUT))) {
			assertThat(dedicated.readsFromReplicas()).isTrue();
			assertThat(upstream.readsFromReplicas()).isFalse();
			assertThat(upstream.factory().getClientConfiguration().getCommandTimeout())
				.isEqualTo(TIMEOUT.plus(TIMEOUT));
		}
	}

	@Test
	void doesNotWait() {
		LettuceClientConfiguration dedicated = dedicated(LettuceClientConfiguration.builder()
			.commandTimeout(Duration.ofMinutes(1))
			.clientOptions(ClientOptions.builder().autoReconnect(false).build())
			.build());
		ClientOptions options = dedicated.getClientOptions().orElseThrow();
		assertThat(dedicated.getCommandTimeout()).isEqualTo(TIMEOUT);
		assertThat(options.isAutoReconnect()).isTrue();
		assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
		assertThat(options.getTimeoutOptions().isTimeoutCommands()).isTrue();
		assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(TIMEOUT);
		ClientResources resources = dedicated.getClientResources().orElseThrow();
		assertThat(resources.reconnectDelay().createDelay(1000)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void keepsAShorterConnectTimeout() {
		SocketOptions sockets = SocketOptions.builder().connectTimeout(Duration.ofMillis(10)).build();
		LettuceClientConfiguration dedicated = dedicated(LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder().socketOptions(sockets).build())
			.build());
		assertThat(dedicated.getClientOptions().orElseThrow().getSocketOptions().getConnectTimeout())
			.isEqualTo(Duration.ofMillis(10));
	}

	@Test
	void sharesThreadsAndLeavesThemRunning() {
		DefaultClientResources resources = DefaultClientResources.create();
		try {
			LettuceClientConfiguration dedicated = dedicated(
					LettuceClientConfiguration.builder().clientResources(resources).build());
			ClientResources derived = dedicated.getClientResources().orElseThrow();
			assertThat(derived.eventLoopGroupProvider()).isSameAs(resources.eventLoopGroupProvider());
			assertThat(derived.eventExecutorGroup()).isSameAs(resources.eventExecutorGroup());
			assertThat(derived.timer()).isSameAs(resources.timer());
			assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
		}
		finally {
			resources.shutdown().awaitUninterruptibly();
		}
	}

	@Test
	void aNativeImageCanReadWhereTheOriginalGoes() {
		RuntimeHints hints = new RuntimeHints();
		new LettuceHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(LettuceConnectionFactory.class, "configuration"))
			.accepts(hints);
	}

	private static LettuceClientConfiguration dedicated(LettuceClientConfiguration client) {
		LettuceConnectionFactory original = new LettuceConnectionFactory(new RedisStandaloneConfiguration(), client);
		try (DedicatedConnectionFactory dedicated = DedicatedConnectionFactory.like(original, TIMEOUT)) {
			return dedicated.factory().getClientConfiguration();
		}
	}

}
