package io.cachebridge.backend.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * No database here can be connected, which shows that none is.
 */
class CacheBridgeJdbcAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, CacheBridgeJdbcAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:tcp://127.0.0.1:1/nowhere");

	@Test
	void offersBackendAndBackplane() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("jdbc");
			assertThat(context.getBean(CacheBridgeJdbcProperties.class).timeout()).isEqualTo(Duration.ofSeconds(1));
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "jdbc")) {
				assertThat(backend.capabilities()).contains(Capability.CONDITIONAL_PUT, Capability.SHARED,
						Capability.DURABLE);
				assertThat(backend.pruneInterval()).isEqualTo(Duration.ofMinutes(5));
			}
			assertThat(context.getBean(BackplaneProvider.class).names()).containsExactly("jdbc");
			assertThat(context.getBean(CacheBridgeJdbcProperties.class).backplane().pollInterval())
				.isEqualTo(Duration.ofMillis(200));
			context.getBean(BackplaneProvider.class).create("jdbc", "channel").close();
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheBackendProvider.class)
				.doesNotHaveBean(BackplaneProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		for (String library : new String[] { "com.zaxxer.hikari", "org.springframework.jdbc" }) {
			this.runner.withClassLoader(new FilteredClassLoader(library))
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(CacheBackendProvider.class)
					.doesNotHaveBean(BackplaneProvider.class));
		}
	}

	@Test
	void carriesMessagesWithoutTheDriverThatTellsOfThem() {
		this.runner.withClassLoader(new FilteredClassLoader("org.postgresql"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(BackplaneProvider.class));
	}

	@Test
	void userProviderWins() {
		this.runner
			.withBean("cacheBridgeJdbcBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("jdbc"))
			.withBean("cacheBridgeJdbcBackplaneProvider", BackplaneProvider.class,
					() -> UserProviders.backplanes("jdbc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(JdbcBackendProvider.class)
				.doesNotHaveBean(JdbcBackplaneProvider.class));
	}

	@Test
	void refusesWhatCannotWork() {
		Map.of("timeout=0s", "'cachebridge.jdbc.timeout' must be between PT0.25S and PT1H but was PT0S", "timeout=30d",
				"'cachebridge.jdbc.timeout' must be between PT0.25S and PT1H but was PT720H", "maximum-connections=0",
				"'cachebridge.jdbc.maximum-connections' must be positive but was 0", "maximum-entries=0",
				"'cachebridge.jdbc.maximum-entries' must be positive but was 0", "backplane.poll-interval=1ms",
				"'cachebridge.jdbc.backplane.poll-interval' must be between PT0.01S and PT1M but was PT0.001S",
				"prune-interval=-1s", "'cachebridge.jdbc.prune-interval' must not be negative but was PT-1S",
				"table=a;b",
				"'cachebridge.jdbc.table' must be letters, digits and underscores, with or without a schema, but was 'a;b'")
			.forEach((property, message) -> this.runner.withPropertyValues("cachebridge.jdbc." + property)
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message)));
	}

	@Test
	void hasNamedInstances() {
		this.runner
			.withPropertyValues("cachebridge.jdbc.timeout=3s", "cachebridge.jdbc.prune-interval=1m",
					"cachebridge.jdbc.instances.archive.url=jdbc:h2:mem:archive",
					"cachebridge.jdbc.instances.archive.timeout=5s")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(provider.names()).containsExactlyInAnyOrder("jdbc", "archive");
				try (CacheBackend archive = create(provider, "archive")) {
					assertThat(archive.capabilities()).doesNotContain(Capability.SHARED, Capability.REMOTE,
							Capability.DURABLE);
					assertThat(archive.pruneInterval()).isEqualTo(Duration.ofMinutes(1));
				}
			});
	}

	@Test
	void takesTheDatabaseThatIsNearestToAnInstance() {
		this.runner.withBean("archives", DataSource.class, () -> database("jdbc:h2:mem:archive"))
			.withPropertyValues("cachebridge.jdbc.url=jdbc:h2:tcp://127.0.0.1:1/nowhere",
					"cachebridge.jdbc.instances.archive.data-source=archives",
					"cachebridge.jdbc.instances.other.timeout=2s",
					"cachebridge.jdbc.instances.both.url=jdbc:h2:mem:archive",
					"cachebridge.jdbc.instances.both.data-source=archives", "cachebridge.jdbc.instances.empty.url=")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				try (CacheBackend archive = create(provider, "archive");
						CacheBackend other = create(provider, "other")) {
					assertThat(archive.capabilities()).doesNotContain(Capability.SHARED, Capability.DURABLE);
					assertThat(other.capabilities()).contains(Capability.SHARED, Capability.DURABLE);
				}
				assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "both"))
					.withMessage(
							"'cachebridge.jdbc.instances.both.url' and 'cachebridge.jdbc.instances.both.data-source'"
									+ " ('archives') are both set: only one can tell where the database is");
				assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "empty"))
					.withMessage("'cachebridge.jdbc.instances.empty.url' is empty: "
							+ "set it to a JDBC URL, or leave it out");
			});
	}

	@Test
	void knowsADatabaseInMemoryHoweverItIsReached() {
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
			@Override
			protected Object determineCurrentLookupKey() {
				throw new IllegalStateException("Nobody is to be routed");
			}
		};
		routing.setTargetDataSources(Map.of());
		routing.setDefaultTargetDataSource(database("jdbc:h2:mem:routed"));
		routing.afterPropertiesSet();
		EmbeddedDatabase embedded = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).build();
		HikariDataSource watched = new HikariDataSource();
		watched.setJdbcUrl("jdbc:p6spy:h2:mem:watched");
		try (watched) {
			for (DataSource source : List.of(routing, embedded, watched, new DelegatingDataSource(embedded),
					database("jdbc:h2:mem:own"))) {
				new ApplicationContextRunner()
					.withConfiguration(AutoConfigurations.of(CacheBridgeJdbcAutoConfiguration.class))
					.withBean("source", DataSource.class, () -> source, (bean) -> bean.setDestroyMethodName(""))
					.run((context) -> {
						try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "jdbc")) {
							assertThat(backend.capabilities()).doesNotContain(Capability.SHARED, Capability.DURABLE);
						}
					});
			}
		}
		finally {
			embedded.shutdown();
		}
	}

	private static JdbcDataSource database(String url) {
		JdbcDataSource source = new JdbcDataSource();
		source.setURL(url);
		return source;
	}

	@Test
	void asksWhichOfSeveralDataSourcesIsMeant() {
		ApplicationContextRunner several = this.runner.withUserConfiguration(Several.class);
		several.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "jdbc"))
			.withMessage("There are several DataSources and none is primary: "
					+ "set 'cachebridge.jdbc.data-source' to one of [first, second]"));
		several.withPropertyValues("cachebridge.jdbc.data-source=third")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "jdbc"))
				.withMessage("'cachebridge.jdbc.data-source' is 'third', but there is no such DataSource, "
						+ "only [first, second]"));
		several.withPropertyValues("cachebridge.jdbc.data-source=second").run((context) -> {
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "jdbc")) {
				assertThat(backend.capabilities()).contains(Capability.COUNTER);
			}
		});
	}

	@Test
	void takesAFileWhereThereIsNoDataSource() {
		ApplicationContextRunner without = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeJdbcAutoConfiguration.class));
		without.run((context) -> {
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "jdbc")) {
				assertThat(backend.capabilities()).contains(Capability.SHARED, Capability.DURABLE)
					.doesNotContain(Capability.REMOTE);
			}
		});
		without.withClassLoader(new FilteredClassLoader("org.sqlite"))
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "jdbc"))
				.withMessage("There is no DataSource: configure one, set 'cachebridge.jdbc.url', "
						+ "or add org.xerial:sqlite-jdbc for a file in the working directory"));
	}

	private static CacheBackend create(CacheBackendProvider provider, String name) {
		return provider.create(name, noOthers());
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		DataSource first() {
			return new JdbcDataSource();
		}

		@Bean
		DataSource second() {
			return new JdbcDataSource();
		}

	}

}
