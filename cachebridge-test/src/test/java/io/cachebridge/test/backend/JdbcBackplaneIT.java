package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.PostgresServerFixture;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a node hears that was disconnected for a while, how soon it hears, and what others
 * cannot do to it.
 */
class JdbcBackplaneIT {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.exclusive();

	private final String channel = "backplane-" + UUID.randomUUID();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final Heard heard = new Heard();

	private TcpProxy proxy;

	private Backplane sender;

	@BeforeEach
	void listenThroughProxy() throws SQLException {
		postgres.start();
		this.proxy = keep(TcpProxy.to("127.0.0.1", postgres.port()));
		this.sender = open(postgres.port());
		keep(open(this.proxy.port())).start(this.heard);
		await(() -> this.heard.all.equals(List.of("connected")));
		// Those of other tests are not to be found by what looks at all rows
		execute("DELETE FROM cachebridge_entry_message", "DELETE FROM cachebridge_entry_sender");
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void hearsLaterWhatWasSentWhileItsConnectionHung() {
		publish("before");
		await(() -> this.heard.all.contains("before"));
		disconnect();
		Backplane newcomer = open(postgres.port());
		for (int i = 0; i < 1100; i++) {
			publish("missed " + i);
		}
		newcomer.publish("of a newcomer".getBytes(StandardCharsets.UTF_8));
		this.proxy.pass(Passage.open());
		await(() -> this.heard.all.contains("resumed"));
		assertThat(this.heard.all).doesNotHaveDuplicates()
			.startsWith("connected", "before", "disconnected")
			.contains("missed 0", "missed 1099", "of a newcomer")
			.endsWith("resumed")
			.hasSize(1105);
	}

	@Test
	void losesNothingWhenTheServerIsRestarted() {
		publish("before");
		await(() -> this.heard.all.contains("before"));
		postgres.stop();
		await(() -> this.heard.all.contains("disconnected"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> publish("lost"));
		postgres.start();
		await(() -> {
			publish("meanwhile or after");
			return true;
		});
		await(() -> this.heard.all.contains("resumed") && this.heard.all.contains("meanwhile or after"));
		assertThat(this.heard.all.stream().filter("connected"::equals)).hasSize(1);
	}

	@Test
	void tellsThatMessagesAreGone() throws SQLException {
		publish("before");
		await(() -> this.heard.all.contains("before"));
		disconnect();
		publish("second");
		execute("DELETE FROM cachebridge_entry_message");
		publish("third");
		this.proxy.pass(Passage.open());
		await(() -> this.heard.all.lastIndexOf("connected") > 0);
		assertThat(this.heard.all).doesNotContain("resumed");
		publish("after");
		await(() -> this.heard.all.contains("after"));
	}

	@Test
	void tellsThatMessagesAreGoneIfTheTablesAreEmptied() throws SQLException {
		publish("before");
		await(() -> this.heard.all.contains("before"));
		execute("TRUNCATE cachebridge_entry_message, cachebridge_entry_sender");
		await(() -> this.heard.all.lastIndexOf("connected") > 0);
		publish("after");
		await(() -> this.heard.all.contains("after"));
	}

	@Test
	void isWokenLongBeforeItWouldLook() {
		Heard woken = new Heard();
		keep(open(postgres.port(), "cachebridge.jdbc.backplane.poll-interval=1m")).start(woken);
		await(() -> woken.all.contains("connected"));
		for (int i = 0; i < 10; i++) {
			String message = "message " + i;
			publish(message);
			await(() -> woken.all.contains(message));
		}
	}

	@Test
	void noticesAHangingConnectionWithinSeconds() {
		publish("before");
		await(() -> this.heard.all.contains("before"));
		long start = System.nanoTime();
		disconnect();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void goesOnAfterABrokenConnection() {
		for (int i = 0; i < 5; i++) {
			this.proxy.reset();
			String message = "message " + i;
			publish(message);
			await(() -> this.heard.all.contains(message));
		}
		assertThat(this.heard.all.stream().filter("connected"::equals)).hasSize(1);
	}

	@Test
	void nobodyWaitsForATransactionThatNeverEnds() throws SQLException {
		Backplane hindered = open(postgres.port());
		hindered.publish("before".getBytes(StandardCharsets.UTF_8));
		await(() -> this.heard.all.contains("before"));
		try (Connection hanging = DriverManager.getConnection(postgres.url());
				Statement statement = hanging.createStatement()) {
			hanging.setAutoCommit(false);
			statement.execute("UPDATE cachebridge_entry_sender SET last_sequence = last_sequence + 1");
			publishAs(hindered, "of unknown fate");
			publish("of another");
			await(() -> this.heard.all.contains("of another"));
			hindered.publish("after".getBytes(StandardCharsets.UTF_8));
			await(() -> this.heard.all.contains("after"));
		}
		assertThat(this.heard.all.stream().filter("connected"::equals)).hasSize(1);
	}

	private static void publishAs(Backplane hindered, String text) {
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> hindered.publish(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void goesOnAfterACommitWhoseAnswerIsLost() {
		Backplane hindered = open(this.proxy.port());
		hindered.publish("first".getBytes(StandardCharsets.UTF_8));
		this.proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.dropped());
		publishAs(hindered, "of unknown fate");
		this.proxy.pass(Passage.open());
		await(() -> {
			hindered.publish("last".getBytes(StandardCharsets.UTF_8));
			return true;
		});
		await(() -> this.heard.all.contains("last") && this.heard.all.contains("resumed"));
		assertThat(this.heard.all).contains("first");
		assertThat(this.heard.all.stream().filter("connected"::equals)).hasSize(1);
	}

	@Test
	void leavesNothingBehindOnAConnectionOfOthers() throws SQLException {
		SingleConnectionDataSource lending = new SingleConnectionDataSource(postgres.url(), true);
		keep(lending::destroy);
		ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class)
			.with(() -> List.of("cachebridge.jdbc.timeout=1s"))
			.withBean(DataSource.class, () -> lending);
		keep(() -> backends.afterAll(null));
		Backplane listening = backends.createBackplane("jdbc", this.channel);
		Heard ear = new Heard();
		listening.start(ear);
		await(() -> ear.all.contains("connected"));
		assertThat(listeningChannels(lending)).isOne();
		long start = System.nanoTime();
		listening.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(listeningChannels(lending)).isZero();
	}

	private static int listeningChannels(DataSource source) throws SQLException {
		try (Connection connection = source.getConnection();
				Statement statement = connection.createStatement();
				ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM pg_listening_channels()")) {
			assertThat(found.next()).isTrue();
			return found.getInt(1);
		}
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.opened.add(0, resource);
		return resource;
	}

	private Backplane open(int port, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("cachebridge.jdbc.initialize-schema=always", "cachebridge.jdbc.timeout=1s",
						"cachebridge.jdbc.url=jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port)));
		all.addAll(List.of(properties));
		ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class).with(() -> all);
		keep(() -> backends.afterAll(null));
		return keep(backends.createBackplane("jdbc", this.channel));
	}

	private static void execute(String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(postgres.url());
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private void publish(String text) {
		this.sender.publish(text.getBytes(StandardCharsets.UTF_8));
	}

	private void disconnect() {
		this.proxy.pass(Passage.dropped());
		await(() -> this.heard.all.contains("disconnected"));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(BackendUnavailableException.class)
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(20))
			.until(condition);
	}

}
