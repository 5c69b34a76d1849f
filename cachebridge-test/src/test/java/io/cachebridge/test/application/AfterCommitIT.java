package io.cachebridge.test.application;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Two applications with one database and one Redis, whose cached names wait for the
 * commit.
 */
class AfterCommitIT {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	private final ExecutorService readers = Executors.newCachedThreadPool();

	private Node one;

	private Node two;

	@BeforeEach
	void start() {
		String name = UUID.randomUUID().toString();
		String[] properties = { "cachebridge.key-prefix=" + name, "database.name=" + name,
				"cachebridge.caches.names.transaction=after-commit" };
		this.one = Node.start(redis, BankApplication.class, properties);
		this.two = Node.start(redis, BankApplication.class, properties);
		JdbcTemplate jdbc = this.one.bean(JdbcTemplate.class);
		jdbc.execute("create table account (id bigint primary key, name varchar(20))");
		jdbc.execute("insert into account values (1, 'old')");
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.one.bean(Ledger.class).name(1)).isEqualTo("old");
			assertThat(this.two.bean(Ledger.class).name(1)).isEqualTo("old");
			assertThat(this.two.cache("names").statistics().localHits()).isPositive();
		});
	}

	@AfterEach
	void stop() {
		this.readers.shutdownNow();
		this.one.close();
		this.two.close();
	}

	@Test
	void readersOfBothNodesDuringATransactionLeaveNothingOld() {
		transaction(() -> {
			this.one.bean(Ledger.class).renameAndForget(1, "new");
			assertThat(this.one.bean(Ledger.class).name(1)).isEqualTo("new");
			assertThat(read(this.one)).isEqualTo("old");
			this.two.cache("names").clear();
			assertThat(read(this.two)).isEqualTo("old");
		});
		awaitHeld("names are loaded anew", null);
		assertThat(this.one.bean(Ledger.class).name(1)).isEqualTo("new");
		assertThat(this.two.bean(Ledger.class).name(1)).isEqualTo("new");
	}

	@Test
	void aPutIsSeenOnBothNodesAfterTheCommit() {
		transaction(() -> {
			this.one.bean(Ledger.class).rename(1, "new");
			assertThat(read(this.one)).isEqualTo("old");
			assertThat(read(this.two)).isEqualTo("old");
		});
		assertThat(held(this.one)).isEqualTo("new");
		awaitHeld("the put of the other node", "new");
		assertThat(this.one.bean(Ledger.class).loads()).isLessThanOrEqualTo(1);
	}

	@Test
	void aRollbackIsSeenNowhere() {
		assertThatIllegalStateException().isThrownBy(() -> transaction(() -> {
			this.one.bean(Ledger.class).rename(1, "never");
			assertThat(this.one.bean(Ledger.class).name(1)).isEqualTo("never");
			throw new IllegalStateException("rolls back");
		}));
		assertThat(this.one.bean(Ledger.class).name(1)).isEqualTo("old");
		assertThat(this.two.bean(Ledger.class).name(1)).isEqualTo("old");
	}

	private void transaction(Runnable work) {
		this.one.bean(Ledger.Office.class).work(work);
	}

	private String read(Node node) {
		Future<String> name = this.readers.submit(() -> node.bean(Ledger.class).name(1));
		try {
			return name.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("No name", ex);
		}
	}

	private void awaitHeld(String what, String expected) {
		Awaitility.await(what).untilAsserted(() -> assertThat(held(this.two)).isEqualTo(expected));
		assertThat(held(this.one)).isEqualTo(expected);
	}

	private static Object held(Node node) {
		ValueWrapper found = node.cache("names").get(1L);
		return (found != null) ? found.get() : null;
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableTransactionManagement
	static class BankApplication {

		@Bean
		DataSource dataSource(@Value("${database.name}") String name) {
			JdbcDataSource source = new JdbcDataSource();
			source.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(name));
			return source;
		}

		@Bean
		DataSourceTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		Ledger ledger(JdbcTemplate jdbc) {
			return new Ledger(jdbc);
		}

		@Bean
		Ledger.Office office() {
			return new Ledger.Office();
		}

	}

}
