package io.cachebridge.test.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.test.server.ConsulServerFixture;
import io.cachebridge.test.server.DynamoDbServerFixture;
import io.cachebridge.test.server.S3ServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to remove a thousand entries at once, told by the requests that are made.
 */
class ClearRequestsIT {

	private static final int ENTRIES = 1000;

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	@RegisterExtension
	static final DynamoDbServerFixture dynamodb = DynamoDbServerFixture.shared();

	@RegisterExtension
	static final S3ServerFixture s3 = S3ServerFixture.shared();

	private final Map<String, Integer> requests = new ConcurrentHashMap<>();

	@Test
	void dynamoDbIsAskedForOneWriteAndForBatchesOfAHundred() {
		clears("dynamodb", Map.of("PutItem", 1, "TransactWriteItems", 10), this::dynamoDb,
				"cachebridge.dynamodb.create-table=true", "cachebridge.dynamodb.timeout=30s");
	}

	@Test
	void dynamoDbIsAskedForOneWriteWhereRecordsExpire() {
		clears("dynamodb", Map.of("PutItem", 1), this::dynamoDb, "cachebridge.dynamodb.create-table=true",
				"cachebridge.dynamodb.timeout=30s", "cachebridge.defaults.time-to-live=1h");
	}

	@Test
	void s3IsAskedForOneWriteAndForABatchOfAThousand() {
		clears("s3", Map.of("PutObject", 1, "DeleteObjects", 1), this::s3, "cachebridge.s3.bucket=clear-requests",
				"cachebridge.s3.create-bucket=true", "cachebridge.s3.timeout=30s");
	}

	@Test
	void consulIsAskedForOneWriteAndForBatchesOf64() throws IOException {
		HttpServer counting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		counting.setExecutor(Executors.newCachedThreadPool());
		counting.createContext("/", this::passToConsul);
		counting.start();
		try {
			clears("consul", Map.of("put", 1, "delete-cas", 16), (context) -> {
			}, "spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=" + counting.getAddress().getPort(),
					"cachebridge.consul.timeout=30s");
		}
		finally {
			counting.stop(0);
		}
	}

	private void clears(String backend, Map<String, Integer> expected, Consumer<GenericApplicationContext> beans,
			String... properties) {
		try (ConfigurableApplicationContext application = start(backend, beans, properties)) {
			var cache = application.getBean(CacheBridgeCacheManager.class).getCache("things");
			Map<Integer, String> entries = new HashMap<>();
			for (int i = 0; i < ENTRIES; i++) {
				entries.put(i, "value " + i);
			}
			cache.putAll(entries);
			assertThat(cache.get(ENTRIES - 1, String.class)).isEqualTo("value " + (ENTRIES - 1));
			this.requests.clear();
			cache.clear();
			String first = expected.containsKey("put") ? "put"
					: expected.keySet()
						.stream()
						.filter((request) -> request.startsWith("Put"))
						.findFirst()
						.orElseThrow();
			assertThat(this.requests).containsEntry(first, 1);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(this.requests).containsAllEntriesOf(expected));
			assertThat(cache.get(ENTRIES - 1)).isNull();
		}
		assertThat(this.requests).containsAllEntriesOf(expected);
	}

	private static ConfigurableApplicationContext start(String backend, Consumer<GenericApplicationContext> beans,
			String... properties) {
		return new SpringApplicationBuilder(Node.Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> beans.accept((GenericApplicationContext) context))
			.properties("cachebridge.default-backend=" + backend, "cachebridge.key-prefix=" + UUID.randomUUID(),
					"cachebridge.backplane.type=none", "cachebridge.defaults.local.enabled=false",
					"cachebridge.defaults.time-to-live=0", "spring.main.banner-mode=off")
			.run(List.of(properties).stream().map("--"::concat).toArray(String[]::new));
	}

	private void dynamoDb(GenericApplicationContext context) {
		context.registerBean(DynamoDbClient.class,
				() -> DynamoDbClient.builder()
					.endpointOverride(dynamodb.endpoint())
					.region(Region.EU_CENTRAL_1)
					.credentialsProvider(credentials("test", "test"))
					.overrideConfiguration(counting())
					.build());
	}

	private void s3(GenericApplicationContext context) {
		context.registerBean(S3Client.class,
				() -> S3Client.builder()
					.endpointOverride(s3.endpoint())
					.region(Region.EU_CENTRAL_1)
					.forcePathStyle(true)
					.credentialsProvider(credentials(s3.accessKey(), s3.secretKey()))
					.overrideConfiguration(counting())
					.build());
	}

	private static StaticCredentialsProvider credentials(String accessKey, String secretKey) {
		return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
	}

	private ClientOverrideConfiguration counting() {
		return ClientOverrideConfiguration.builder().addExecutionInterceptor(new ExecutionInterceptor() {

			@Override
			public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
				count(context.request().getClass().getSimpleName().replace("Request", ""));
			}

		}).build();
	}

	private void count(String request) {
		this.requests.merge(request, 1, Integer::sum);
	}

	private void passToConsul(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String text = new String(body, StandardCharsets.UTF_8);
			String path = exchange.getRequestURI().toString();
			if (exchange.getRequestMethod().equals("PUT")) {
				count(path.startsWith("/v1/kv") ? "put" : text.contains("delete-cas") ? "delete-cas" : "read");
			}
			HttpRequest request = HttpRequest.newBuilder(URI.create(consul.url() + path))
				.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
				.build();
			HttpResponse<byte[]> answer = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofByteArray());
			answer.headers().map().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
			exchange.getResponseHeaders().remove("Content-Length");
			exchange.sendResponseHeaders(answer.statusCode(), (answer.body().length > 0) ? answer.body().length : -1);
			exchange.getResponseBody().write(answer.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
