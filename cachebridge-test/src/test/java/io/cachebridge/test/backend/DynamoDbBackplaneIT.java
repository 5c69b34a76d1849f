package io.cachebridge.test.backend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.test.server.DynamoDbServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is heard after a disconnect.
 */
class DynamoDbBackplaneIT {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	private final String channel = "backplane-" + UUID.randomUUID();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private DynamoDbClient client;

	private TcpProxy proxy;

	private Backplane sender;

	private final Heard heard = new Heard();

	@BeforeEach
	void start() {
		this.client = keep(DynamoDbClients.open(dynamoDb.endpoint()));
		this.proxy = keep(TcpProxy.to(dynamoDb.endpoint().getHost(), dynamoDb.endpoint().getPort()));
		this.sender = open(dynamoDb.endpoint().getPort(), "timeout=10s");
		keep(open(this.proxy.port(), "timeout=1s")).start(this.heard);
		await(() -> this.heard.all.equals(List.of("connected")));
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

	private Backplane open(int port, String timeout) {
		ConfiguredBackends backends = DynamoDbBackendContractIT.dynamoDbWith(
				() -> DynamoDbClients.open(URI.create("http://127.0.0.1:" + port)),
				"cachebridge.dynamodb.create-table=true", "cachebridge.dynamodb." + timeout,
				"cachebridge.dynamodb.backplane.poll-interval=20ms");
		keep(() -> backends.afterAll(null));
		return keep(backends.createBackplane("dynamodb", this.channel));
	}

	@Test
	void hearsWhatWasSentWhileDisconnected() {
		publish("first");
		await(() -> this.heard.all.contains("first"));
		disconnect();
		Backplane newcomer = open(dynamoDb.endpoint().getPort(), "timeout=10s");
		for (int i = 0; i < 150; i++) {
			publish("missed " + i);
		}
		newcomer.publish("of a newcomer".getBytes(StandardCharsets.UTF_8));
		this.proxy.pass(Passage.open());
		await(() -> this.heard.all.contains("resumed"));
		assertThat(this.heard.all).doesNotHaveDuplicates()
			.startsWith("connected", "first", "disconnected")
			.contains("missed 0", "missed 149", "of a newcomer")
			.endsWith("resumed")
			.hasSize(155);
		publish("later");
		await(() -> this.heard.all.contains("later"));
	}

	@Test
	void tellsThatMessagesAreGone() {
		publish("first");
		await(() -> this.heard.all.contains("first"));
		disconnect();
		publish("second");
		forgetMessages();
		publish("third");
		this.proxy.pass(Passage.open());
		await(() -> this.heard.all.lastIndexOf("connected") > 0);
		assertThat(this.heard.all).doesNotContain("resumed");
		publish("later");
		await(() -> this.heard.all.contains("later"));
	}

	@Test
	void writesOnAfterAWriteThatFailed() {
		Backplane hindered = open(this.proxy.port(), "timeout=1s");
		hindered.publish("first".getBytes(StandardCharsets.UTF_8));
		this.proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.dropped());
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> hindered.publish("of unknown fate".getBytes(StandardCharsets.UTF_8)));
		this.proxy.pass(Passage.open());
		await(() -> {
			hindered.publish("last".getBytes(StandardCharsets.UTF_8));
			return true;
		});
		await(() -> this.heard.all.contains("last") && this.heard.all.contains("resumed"));
		assertThat(this.heard.all).contains("first");
		assertThat(this.heard.all.stream().filter("connected"::equals)).hasSize(1);
	}

	private void publish(String text) {
		this.sender.publish(text.getBytes(StandardCharsets.UTF_8));
	}

	private void disconnect() {
		this.proxy.pass(Passage.dropped());
		await(() -> this.heard.all.contains("disconnected"));
	}

	private void forgetMessages() {
		this.client
			.scanPaginator((scan) -> scan.tableName("cachebridge")
				.filterExpression("begins_with(k, :messages) AND contains(k, :channel)")
				.expressionAttributeValues(Map.of(":messages", AttributeValue.fromS("cachebridge#messages:"),
						":channel", AttributeValue.fromS(this.channel)))
				.projectionExpression("k"))
			.items()
			.forEach((key) -> this.client.deleteItem((item) -> item.tableName("cachebridge").key(key)));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(condition);
	}

}
