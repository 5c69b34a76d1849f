package io.cachebridge.backend.dynamodb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The client where the metadata of the instance, which the AWS SDK asks for region and
 * credentials, is silent.
 */
@Isolated("sets system properties")
class OwnClientTests {

	private static final String METADATA = "aws.ec2MetadataServiceEndpoint";

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private ServerSocket silent;

	@BeforeEach
	void silence() throws IOException {
		this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		System.setProperty(METADATA, "http://127.0.0.1:" + this.silent.getLocalPort());
	}

	@AfterEach
	void end() throws IOException {
		System.clearProperty(METADATA);
		this.silent.close();
	}

	@Test
	void keepsItsTimeoutWhileTheRegionIsLookedFor() throws Exception {
		assertUnavailableInTime(client(null, null));
	}

	@Test
	void keepsItsTimeoutWhileCredentialsAreLookedFor() throws Exception {
		assertUnavailableInTime(client("us-east-1", URI.create("http://127.0.0.1:1")));
	}

	private static OwnClient client(@Nullable String region, @Nullable URI endpoint) {
		return new OwnClient(new PropertiesDynamoDbConnectionDetails(settings(region, endpoint)));
	}

	private static CacheBridgeDynamoDbProperties settings(@Nullable String region, @Nullable URI endpoint) {
		return new CacheBridgeDynamoDbProperties("shop", false, region, endpoint, true, TIMEOUT,
				new CacheBridgeDynamoDbProperties.Backplane(Duration.ofSeconds(1)), Map.of(), null);
	}

	private static void assertUnavailableInTime(OwnClient client) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (CacheBackend backend = new DynamoDbBackend(
				new DynamoDbTable("dynamodb", "cachebridge.dynamodb", settings(null, null), client),
				Clock.systemUTC())) {
			Callable<Long> call = () -> {
				long start = System.nanoTime();
				assertThat(catchThrowable(() -> backend.get("a"))).isInstanceOf(BackendUnavailableException.class)
					.hasMessageContaining("not found within");
				return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
			};
			for (var each : threads.invokeAll(Stream.generate(() -> call).limit(8).toList())) {
				assertThat(each.get()).isLessThan(1000);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}
