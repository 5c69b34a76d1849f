package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.ProxiedConnection;
import io.cachebridge.test.server.RedisServerFixture;
import io.cachebridge.test.server.TcpProxy;
import io.cachebridge.test.server.TcpProxy.Direction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A put that nobody waits for any more, because it was not acknowledged in time, while
 * its bytes are still under way.
 */
class LatePutIT {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	@TempDir
	static Path directory;

	private final String prefix = UUID.randomUUID().toString();

	@Test
	void doesNotOvertakeALaterOne() {
		try (TcpProxy proxy = TcpProxy.to(redis.host(), redis.port());
				ConfigurableApplicationContext context = start(proxy.port())) {
			CacheBridgeCache cache = cache(context);
			FailureNotes notes = context.getBean(FailureNotes.class);
			Awaitility.await().until(() -> {
				cache.put("key", new Copy(1, true));
				cache.get("key");
				// A put to an epoch that is not known yet would be late without being
				// sent
				return cache.statistics().localHits() > 2;
			});

			List<ProxiedConnection> before = proxy.connections();
			before.forEach((connection) -> connection.pass(Direction.TO_SERVER, Passage.held()));
			cache.put("key", new Copy(2, true));
			Awaitility.await().until(() -> {
				notes.begin();
				cache.put("key", new Copy(3, true));
				return notes.outcome() == Outcome.ACKNOWLEDGED;
			});
			String place = this.prefix + ":things:key";
			isNotOvertaken(place);
			before.forEach((connection) -> connection.pass(Direction.TO_SERVER, Passage.open()));

			Awaitility.await().during(Duration.ofSeconds(1)).untilAsserted(() -> isNotOvertaken(place));
		}
	}

	// That there is none at all costs a load and is no lie
	private static void isNotOvertaken(String place) {
		assertThat(String.valueOf(redis.command("GET", place))).doesNotContain("\"version\":2");
	}

	private ConfigurableApplicationContext start(int port) {
		return new SpringApplicationBuilder(NodeProcess.Application.class).web(WebApplicationType.NONE)
			.run("--node.slot=0", "--node.slots=1", "--node.number=0", "--node.seed=1", "--node.directory=" + directory,
					"--spring.data.redis.url=redis://127.0.0.1:" + port, "--cachebridge.default-backend=redis",
					"--cachebridge.key-prefix=" + this.prefix, "--cachebridge.redis.timeout=300ms");
	}

	private static CacheBridgeCache cache(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(CacheBridgeCacheManager.class).getCache("things"));
	}

}
