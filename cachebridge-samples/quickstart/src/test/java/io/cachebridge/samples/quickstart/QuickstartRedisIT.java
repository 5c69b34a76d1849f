package io.cachebridge.samples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartRedisIT {

	private static int port;

	private static RedisServer redis;

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

	private CatalogueClient first;

	private CatalogueClient second;

	@BeforeAll
	static void startRedis() throws IOException {
		port = TestSocketUtils.findAvailableTcpPort();
		redis = RedisServer.builder().port(port).bind("127.0.0.1").setting("save \"\"").build();
		redis.start();
	}

	@AfterAll
	static void stopRedis() throws IOException {
		redis.stop();
	}

	@BeforeEach
	void startNodes() {
		this.first = startNode();
		this.second = startNode();
		this.first.forget();
	}

	@AfterEach
	void stopNodes() {
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void sharesLoadedValues(CapturedOutput output) {
		assertThat(this.first.price(1)).isEqualTo(249.0);
		assertThat(this.second.price(1)).isEqualTo(249.0);
		assertThat(output).containsOnlyOnce("LOAD  products 1 ").contains("HIT   products 1 (remote)");
	}

	@Test
	void updateOnOneNodeEvictsOnTheOther(CapturedOutput output) {
		Awaitility.await().untilAsserted(() -> {
			this.second.price(2);
			assertThat(output).contains("HIT   products 2 (local)");
		});
		assertThat(this.second.prices()).contains(89.9);
		this.first.changePrice(2, "75.50");
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.second.price(2)).isEqualTo(75.5);
			assertThat(this.second.prices()).contains(75.5).doesNotContain(89.9);
		});
		assertThat(output).contains("HEARD products").contains("HEARD product-lists");
	}

	private CatalogueClient startNode() {
		ConfigurableApplicationContext node = new SpringApplicationBuilder(QuickstartApplication.class)
			.profiles("redis")
			.run("--server.port=0", "--catalogue.delay=1ms", "--catalogue.directory=" + this.directory,
					"--spring.data.redis.port=" + port);
		this.nodes.add(node);
		return new CatalogueClient(node.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
