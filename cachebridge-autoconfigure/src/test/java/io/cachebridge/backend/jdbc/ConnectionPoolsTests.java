package io.cachebridge.backend.jdbc;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a pool of the cache's own takes from the application's DataSource, and what not.
 */
class ConnectionPoolsTests {

	private static final StoredRecord RECORD = StoredRecord.of(new byte[] { 1 }, new Version(1, 1), null);

	private final String url = newUrl();

	@Test
	void doesNotStayWhereTheThreadThatCameFirstWasRoutedTo() {
		ThreadLocal<String> route = new ThreadLocal<>();
		try (HikariDataSource primary = hikari(this.url); HikariDataSource replica = hikari(newUrl())) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
				@Override
				protected Object determineCurrentLookupKey() {
					return route.get();
				}
			};
			routing.setDefaultTargetDataSource(primary);
			routing.setTargetDataSources(Map.of("replica", replica));
			routing.afterPropertiesSet();
			for (DataSource source : List.of(routing, new LazyConnectionDataSourceProxy(routing),
					new DelegatingDataSource(routing))) {
				route.set("replica");
				run(source, (backend) -> {
					backend.put("a", RECORD);
					route.remove();
					assertThat(backend.get("a")).isEqualTo(RECORD);
					assertThat(new JdbcTemplate(primary).update("DELETE FROM cachebridge_entry")).isOne();
				});
			}
		}
	}

	@Test
	void followsAPasswordThatIsChanged() {
		try (HikariDataSource admin = hikari(this.url); HikariDataSource own = hikari(this.url)) {
			new JdbcTemplate(admin).execute("CREATE USER someone PASSWORD 'right' ADMIN");
			own.setUsername("someone");
			own.setPassword("right");
			run(own, (backend) -> {
				new JdbcTemplate(admin).execute("ALTER USER someone SET PASSWORD 'changed'");
				own.setPassword("changed");
				backend.put("a", RECORD);
			});
		}
	}

	@Test
	void logsInWithWhatAnExtendedPoolMakesUp() {
		try (HikariDataSource admin = hikari(this.url); HikariDataSource own = new HikariDataSource() {
			@Override
			public Credentials getCredentials() {
				return Credentials.of("someone", "right");
			}
		}) {
			new JdbcTemplate(admin).execute("CREATE USER someone PASSWORD 'right' ADMIN");
			own.setJdbcUrl(this.url);
			run(own, (backend) -> backend.put("a", RECORD));
		}
	}

	@Test
	void logsInWithWhatAProviderMakesUp() {
		try (HikariDataSource admin = hikari(this.url); HikariDataSource own = hikari(this.url)) {
			new JdbcTemplate(admin).execute("CREATE USER someone PASSWORD 'right' ADMIN");
			own.setUsername("nobody");
			own.setCredentialsProvider(() -> Credentials.of("someone", "right"));
			run(own, (backend) -> backend.put("a", RECORD));
		}
	}

	private static String newUrl() {
		return "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
	}

	private static HikariDataSource hikari(String url) {
		HikariDataSource source = new HikariDataSource();
		source.setJdbcUrl(url);
		return source;
	}

	private static void run(DataSource source, Use use) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CacheBridgeJdbcAutoConfiguration.class))
			.withPropertyValues("cachebridge.jdbc.timeout=3s", "cachebridge.jdbc.initialize-schema=always")
			.withBean("source", DataSource.class, () -> source, (definition) -> definition.setDestroyMethodName(""))
			.run((context) -> {
				try (CacheBackend backend = context.getBean(CacheBackendProvider.class).create("jdbc", (name) -> {
					throw new IllegalArgumentException(name);
				})) {
					use.accept(backend);
				}
			});
	}

	@FunctionalInterface
	interface Use {

		void accept(CacheBackend backend);

	}

}
