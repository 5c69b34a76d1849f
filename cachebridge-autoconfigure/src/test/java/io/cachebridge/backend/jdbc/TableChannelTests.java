package io.cachebridge.backend.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcProperties.InitializeSchema;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.Hearing;
import io.cachebridge.spi.support.StoreCalls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is removed when it is old, which takes minutes by default.
 */
class TableChannelTests {

	private static final Duration KEPT = Duration.ofSeconds(3);

	private final String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());

	private final List<Backplane> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.opened.forEach(Backplane::close);
	}

	@Test
	void removesMessagesThatEverybodyHasHeard() {
		Backplane sender = open();
		Hearing own = listen(sender);
		Hearing other = listen(open());
		for (int i = 0; i < 1500; i++) {
			publish(sender, "message " + i);
		}
		await(() -> own.messages().size() == 1500 && other.messages().size() == 1500);
		await(() -> {
			publish(sender, "later");
			return count("message") < 1000;
		});
		assertThat(count("sender")).isOne();
	}

	@Test
	void removesSendersThatHaveEnded() {
		Backplane ending = open();
		Backplane staying = open();
		Hearing hearing = listen(staying);
		publish(ending, "before");
		publish(staying, "another");
		await(() -> hearing.messages().size() == 2);
		ending.close();
		await(() -> {
			publish(staying, "later");
			return count("sender") == 1;
		});
		assertThat(count("message")).isPositive();
	}

	@Test
	void removesSendersThatEndedBeforeItCame() {
		publish(open(), "before");
		new JdbcTemplate(database()).update("UPDATE cachebridge_entry_sender SET updated_at = updated_at - ?",
				Duration.ofDays(2).toMillis());
		listen(open());
		await(() -> count("sender") == 0 && count("message") == 0);
	}

	@Test
	void writesOnAsAnotherSenderWhenItWasRemoved() {
		Backplane sender = open();
		Hearing hearing = listen(open());
		publish(sender, "before");
		await(() -> hearing.messages().contains("before"));
		new JdbcTemplate(database()).update("DELETE FROM cachebridge_entry_sender");
		publish(sender, "after");
		await(() -> hearing.messages().contains("after") || hearing.states().size() > 1);
		publish(sender, "later");
		await(() -> hearing.messages().contains("later"));
		assertThat(hearing.states()).containsExactly("<connected>", "<connected>");
	}

	private Backplane open() {
		CacheBridgeJdbcProperties settings = new CacheBridgeJdbcProperties(null, this.url, null, null,
				"cachebridge_entry", InitializeSchema.ALWAYS, Duration.ofSeconds(5), 5, null, Duration.ZERO,
				new CacheBridgeJdbcProperties.Backplane(Duration.ofMillis(20)), Map.of(), null);
		Schema schema = Schema.ofEntries(settings, "cachebridge.jdbc");
		Database database = new Database(
				ConnectionPools.limit(ConnectionPools.at(this.url, settings), "test", 2, settings.timeout()), schema,
				settings.timeout());
		Clock clock = Clock.systemUTC();
		MessageTables tables = new MessageTables(settings.table(), "channel", clock);
		Backplane backplane = new ChannelBackplane(new TableChannel(database, tables, settings, KEPT, clock),
				new StoreCalls("jdbc", new SqlFailures(schema)));
		this.opened.add(backplane);
		return backplane;
	}

	private static Hearing listen(Backplane backplane) {
		Hearing hearing = new Hearing();
		backplane.start(hearing);
		await(() -> !hearing.states().isEmpty());
		return hearing;
	}

	private static void publish(Backplane sender, String text) {
		sender.publish(text.getBytes(StandardCharsets.UTF_8));
	}

	private long count(String table) {
		Long count = new JdbcTemplate(database()).queryForObject("SELECT COUNT(*) FROM cachebridge_entry_" + table,
				Long.class);
		return (count != null) ? count : -1;
	}

	private JdbcDataSource database() {
		JdbcDataSource source = new JdbcDataSource();
		source.setURL(this.url);
		return source;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(condition);
	}

}
