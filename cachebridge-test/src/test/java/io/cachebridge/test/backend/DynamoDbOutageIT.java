package io.cachebridge.test.backend;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

import io.cachebridge.backend.dynamodb.CacheBridgeDynamoDbAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.DynamoDbServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What the backend does when its table or its server is not as it should be.
 */
class DynamoDbOutageIT {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.exclusive();

	private static final Duration LONGEST = Duration.ofSeconds(3);

	private static final StoredRecord STORED = StoredRecord.of("content".getBytes(StandardCharsets.UTF_8),
			new Version(1, 2), null);

	private final List<AutoCloseable> opened = new ArrayList<>();

	private DynamoDbClient client;

	@BeforeEach
	void start() {
		dynamoDb.start();
		this.client = keep(DynamoDbClients.open(dynamoDb.endpoint()));
		this.client.listTables()
			.tableNames()
			.forEach((table) -> this.client.deleteTable((one) -> one.tableName(table)));
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.opened.add(0, resource);
		return resource;
	}

	private CacheBackend backend(URI endpoint, String... properties) {
		ConfiguredBackends backends = DynamoDbBackendContractIT.dynamoDbWith(() -> DynamoDbClients.open(endpoint),
				properties);
		keep(() -> backends.afterAll(null));
		return backends.create("dynamodb");
	}

	private CacheBackend creating() {
		return backend(dynamoDb.endpoint(), "cachebridge.dynamodb.create-table=true",
				"cachebridge.dynamodb.timeout=1500ms");
	}

	@Test
	void createsNothingBeforeTheFirstUse() {
		CacheBackend backend = creating();
		assertThat(this.client.listTables().tableNames()).isEmpty();
		backend.put("a", STORED);
		assertThat(this.client.listTables().tableNames()).containsExactly("cachebridge");
		assertThat(this.client.describeTable((table) -> table.tableName("cachebridge")).table().billingModeSummary())
			.satisfies((billing) -> assertThat(billing.billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST));
		assertThat(this.client.describeTimeToLive((table) -> table.tableName("cachebridge")).timeToLiveDescription())
			.satisfies((timeToLive) -> {
				assertThat(timeToLive.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
				assertThat(timeToLive.attributeName()).isEqualTo("ttl");
			});
	}

	@Test
	void survivesThatSeveralNodesCreateTheTable() throws Exception {
		List<Thread> nodes = new ArrayList<>();
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			CacheBackend backend = creating();
			String key = "key" + i;
			nodes.add(new Thread(() -> {
				Throwable failure = catchThrowable(() -> backend.put(key, STORED));
				synchronized (failures) {
					failures.add(failure);
				}
			}));
		}
		nodes.forEach(Thread::start);
		for (Thread node : nodes) {
			node.join();
		}
		assertThat(failures).hasSize(4).containsOnlyNulls();
	}

	@Test
	void usesATableThatIsThere() {
		creating().put("a", STORED);
		assertThat(creating().get("a")).isEqualTo(STORED);
		assertThat(backend(dynamoDb.endpoint()).get("a")).isEqualTo(STORED);
	}

	@Test
	void tellsHowToCreateAMissingTable() {
		CacheBackend backend = backend(dynamoDb.endpoint());
		List<ThrowingCallable> operations = List.of(() -> backend.get("a"), () -> backend.put("a", STORED),
				() -> backend.putIf("a", null, STORED), () -> backend.delete("a"), () -> backend.getAll(List.of("a")),
				() -> backend.increment("a", 1, null), () -> backend.deleteByPrefix(""));
		operations
			.forEach((operation) -> assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(operation)
				.withMessageContaining("aws dynamodb create-table --table-name cachebridge")
				.withMessageContaining("aws dynamodb update-time-to-live")
				.withMessageContaining("--region eu-central-1 --endpoint-url " + dynamoDb.endpoint()));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
	}

	@Test
	void tellsThatTheKeyOfTheTableIsAnotherOne() {
		createTable("id");
		CacheBackend backend = backend(dynamoDb.endpoint());
		for (ThrowingCallable operation : List.<ThrowingCallable>of(() -> backend.get("a"),
				() -> backend.put("a", STORED), () -> backend.putIf("a", null, STORED),
				() -> backend.getAll(List.of("a")), () -> backend.increment("a", 1, null),
				() -> backend.putAll(Map.of("a", STORED)))) {
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(operation)
				.withMessageContaining("the key of table 'cachebridge' is not 'k'");
		}
	}

	@Test
	void beginsToWorkWhenTheServerDoes() {
		dynamoDb.stop();
		CacheBackend backend = creating();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.put("a", STORED));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		dynamoDb.start();
		awaitWorking(backend);
	}

	@Test
	void goesOnAfterTheServerWasAway() {
		CacheBackend backend = creating();
		backend.put("a", STORED);
		dynamoDb.kill();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("a"));
		dynamoDb.start();
		// What it held, the table too, was in its memory
		createTable("k");
		awaitWorking(backend);
	}

	@Test
	void isUnavailableInTimeWhenTheServerHangs() {
		CacheBackend backend = creating();
		backend.put("a", STORED);
		dynamoDb.pause();
		try {
			for (ThrowingCallable operation : List.<ThrowingCallable>of(() -> backend.get("a"),
					() -> backend.put("a", STORED), () -> backend.getAll(List.of("a")))) {
				assertUnavailableInTime(operation);
			}
		}
		finally {
			dynamoDb.resume();
		}
		awaitWorking(backend);
	}

	@Test
	void isUnavailableInTimeWhenNothingIsAnswered() {
		creating().put("a", STORED);
		TcpProxy proxy = keep(TcpProxy.to(dynamoDb.endpoint().getHost(), dynamoDb.endpoint().getPort()));
		CacheBackend backend = backend(URI.create("http://127.0.0.1:" + proxy.port()));
		assertThat(backend.get("a")).isEqualTo(STORED);
		proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.held());
		assertUnavailableInTime(() -> backend.get("a"));
		proxy.pass(Passage.open());
		awaitWorking(backend);
	}

	@Test
	void isUnavailableInTimeWhenItCannotConnect() {
		// Reserved for documentation: packets get lost, or the network says so
		assertUnavailableInTime(() -> backend(URI.create("http://192.0.2.1:8000")).get("a"));
	}

	@Test
	void isUnavailableInTimeWhileCredentialsAreLookedFor() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			System.setProperty("aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:" + silent.getLocalPort());
			ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeDynamoDbAutoConfiguration.class)
				.with(() -> List.of("cachebridge.dynamodb.region=eu-central-1",
						"cachebridge.dynamodb.endpoint=" + dynamoDb.endpoint()));
			keep(() -> backends.afterAll(null));
			CacheBackend backend = backends.create("dynamodb");
			assertUnavailableInTime(() -> backend.get("a"));
			assertUnavailableInTime(() -> backend.put("a", STORED));
		}
		finally {
			System.clearProperty("aws.ec2MetadataServiceEndpoint");
		}
	}

	@Test
	void showsNoPasswordOfTheEndpoint() {
		Throwable failure = catchThrowable(() -> backend(URI.create("http://user:hidden@127.0.0.1:1")).get("a"));
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		assertThat(text.toString()).doesNotContain("hidden");
	}

	private void createTable(String key) {
		AttributeDefinition type = AttributeDefinition.builder()
			.attributeName(key)
			.attributeType(ScalarAttributeType.S)
			.build();
		KeySchemaElement element = KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build();
		this.client.createTable((table) -> table.tableName("cachebridge")
			.attributeDefinitions(type)
			.keySchema(element)
			.billingMode(BillingMode.PAY_PER_REQUEST));
	}

	private static void assertUnavailableInTime(ThrowingCallable operation) {
		Instant start = Instant.now();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(operation);
		assertThat(Duration.between(start, Instant.now())).isLessThan(LONGEST);
	}

	private static void awaitWorking(CacheBackend backend) {
		Callable<Boolean> works = () -> {
			backend.put("b", STORED);
			return STORED.equals(backend.get("b"));
		};
		Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(works);
	}

}
