package io.cachebridge.backend.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JdbcBackendTests {

	/** For those that never get a connection, and wait for one all the same. */
	private static final String SOON = "cachebridge.jdbc.timeout=300ms";

	private static final StoredRecord RECORD = StoredRecord.of(new byte[] { 1 }, new Version(1, 1), null);

	private final String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());

	@TempDir
	Path directory;

	@Test
	void isNoPartOfTheCallersTransaction() {
		JdbcDataSource database = database();
		for (DataSource source : new DataSource[] { database, new TransactionAwareDataSourceProxy(database) }) {
			run(source, (backend) -> {
				new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult((status) -> {
					backend.put("a", RECORD);
					status.setRollbackOnly();
				});
				assertThat(backend.get("a")).isEqualTo(RECORD);
				backend.delete("a");
			});
		}
	}

	@Test
	void needsNoConnectionOfAPoolThatHasOnlyOne() {
		try (HikariDataSource one = new HikariDataSource()) {
			one.setJdbcUrl(this.url);
			one.setMaximumPoolSize(1);
			one.setConnectionTimeout(1000);
			run(one, (backend) -> new TransactionTemplate(new DataSourceTransactionManager(one))
				.executeWithoutResult((status) -> {
					new JdbcTemplate(one).execute("CREATE TABLE held (id INT)");
					backend.put("a", RECORD);
					assertThat(backend.get("a")).isEqualTo(RECORD);
					assertThat(one.getHikariPoolMXBean().getActiveConnections()).isOne();
				}));
		}
	}

	@Test
	void waitsNoLongerThanItsTimeoutForAPoolOfAnotherKind() {
		try (HikariDataSource one = new HikariDataSource()) {
			one.setJdbcUrl(this.url);
			one.setMaximumPoolSize(1);
			// Unknown as what it is, like a pool of another library
			DataSource unknown = new GuestDataSource(one) {
				@Override
				public boolean isWrapperFor(Class<?> type) {
					return false;
				}
			};
			run(unknown, (backend) -> {
				new TransactionTemplate(new DataSourceTransactionManager(one)).executeWithoutResult((status) -> {
					long start = System.nanoTime();
					assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("a"));
					assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
				});
				backend.put("a", RECORD);
			});
		}
	}

	@Test
	void saysHowToCreateTheTableAndWorksOnceItIsThere() {
		run(database(), (backend) -> {
			BackendRejectedException failure = catchThrowableOfType(BackendRejectedException.class,
					() -> backend.put("a", RECORD));
			assertThat(failure).hasMessageContaining(
					"table 'cachebridge_entry', or one that belongs to it, is missing; create it with "
							+ "'io/cachebridge/backend/jdbc/schema-h2.sql' from the class path, "
							+ "or set 'cachebridge.jdbc.initialize-schema' to 'always'");
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
			new JdbcTemplate(database())
				.execute("RUNSCRIPT FROM 'classpath:io/cachebridge/backend/jdbc/schema-h2.sql'");
			backend.put("a", RECORD);
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
			assertThat(backend.health().details().get("database")).asString().startsWith("H2 ");
		}, "cachebridge.jdbc.initialize-schema=never");
	}

	@Test
	void usesATableOfAnotherNameInASchema() {
		new JdbcTemplate(database()).execute("CREATE SCHEMA app");
		run(database(), (backend) -> {
			backend.put("a", RECORD);
			assertThat(new JdbcTemplate(database()).queryForObject("SELECT COUNT(*) FROM app.things", Long.class))
				.isOne();
		}, "cachebridge.jdbc.table=app.things");
	}

	@Test
	void tellsNoPasswordWhenTheLoginIsRefused() {
		new JdbcTemplate(database()).execute("CREATE USER someone PASSWORD 'right'");
		run(null, (backend) -> assertRefusedWithoutSecret(backend, BackendRejectedException.class),
				"cachebridge.jdbc.url=" + this.url, "cachebridge.jdbc.username=someone",
				"cachebridge.jdbc.password=secret");
	}

	@Test
	void tellsNoPasswordWhenThereIsNoDriver() {
		run(null, (backend) -> assertRefusedWithoutSecret(backend, CacheBackendException.class),
				"cachebridge.jdbc.url=jdbc:unknown://localhost/?password=secret", SOON);
	}

	@Test
	void tellsNoPasswordWhenTheUrlIsWrong() {
		run(null, (backend) -> assertRefusedWithoutSecret(backend, CacheBackendException.class),
				"cachebridge.jdbc.url=jdbc:h2:mem:a;PASSWORD=secret;NONSENSE=secret", SOON);
	}

	private static void assertRefusedWithoutSecret(CacheBackend backend, Class<? extends Exception> type) {
		Exception failure = catchThrowableOfType(type, () -> backend.put("a", RECORD));
		assertThat(failure).isNotNull();
		for (Throwable next = failure; next != null; next = next.getCause()) {
			assertThat(next).hasMessageNotContaining("secret");
		}
		assertThat(backend.health().details().toString()).doesNotContain("secret");
	}

	@Test
	void refusesToWriteAFileThatIsReadOnly() {
		String file = "jdbc:sqlite:file:" + this.directory.resolve("a.db");
		run(null, (backend) -> backend.put("a", RECORD), "cachebridge.jdbc.url=" + file);
		run(null,
				(backend) -> assertThatExceptionOfType(BackendRejectedException.class)
					.isThrownBy(() -> backend.put("a", RECORD))
					.withMessageContaining("the application must be able to write the file and its directory"),
				"cachebridge.jdbc.url=" + file + "?mode=ro", "cachebridge.jdbc.initialize-schema=never");
	}

	@Test
	void refusesAFileInADirectoryThatIsMissing() {
		run(null,
				(backend) -> assertThatExceptionOfType(BackendRejectedException.class)
					.isThrownBy(() -> backend.put("a", RECORD))
					.withMessageContaining("'cachebridge.jdbc.url'"),
				"cachebridge.jdbc.url=jdbc:sqlite:" + this.directory.resolve("missing").resolve("a.db"), SOON);
	}

	@Test
	void prunesWhatIsTooMuchBeginningWithWhatExpiresSoonest() {
		Instant now = Instant.now();
		run(database(), (backend) -> {
			backend.putAll(Map.of("soon", expiring(now.plusSeconds(10)), "later", expiring(now.plusSeconds(20)),
					"never", RECORD, "over", expiring(now.minusSeconds(1))));
			assertThat(backend.prune(now)).isOne();
			assertThat(backend.prune(now)).isOne();
			assertThat(backend.prune(now)).isZero();
			assertThat(backend.statistics()).isEqualTo(new BackendStatistics(2L, null));
			try (Stream<String> keys = backend.keys("")) {
				assertThat(keys).containsExactlyInAnyOrder("later", "never");
			}
		}, "cachebridge.jdbc.maximum-entries=2");
	}

	@Test
	void refusesToCountWhatIsNoCounter() {
		run(database(), (backend) -> {
			backend.put("a", RECORD);
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.increment("a", 1, null))
				.withMessageContaining("not a counter");
		});
	}

	@Test
	void addsNothingToACounter() {
		run(database(), (backend) -> {
			assertThat(backend.increment("a", 0, null)).isZero();
			assertThat(backend.increment("a", 3, null)).isEqualTo(3);
			assertThat(backend.increment("a", 0, null)).isEqualTo(3);
		});
	}

	@Test
	void prunesWhatExpiredWithinTheSameMillisecond() {
		Instant expiry = Instant.ofEpochMilli(1000);
		run(database(), (backend) -> {
			backend.putAll(Map.of("over", expiring(expiry), "next", expiring(expiry.plusMillis(1))));
			assertThat(backend.prune(expiry.plusNanos(1))).isOne();
			assertThat(backend.getAll(List.of("over", "next"))).containsOnlyKeys("next");
		});
	}

	@Test
	void countsOnceWhatIsTooMuch() {
		HookedDataSource source = new HookedDataSource(database());
		AtomicInteger counted = new AtomicInteger();
		source.before((method, sql) -> counted.addAndGet(sql.startsWith("SELECT COUNT(*)") ? 1 : 0));
		Instant now = Instant.now();
		run(source, (backend) -> {
			backend.putAll(IntStream.range(0, 2010)
				.boxed()
				.collect(Collectors.toMap((i) -> "key" + i, (i) -> expiring(now.plusSeconds(10 + i)))));
			for (long removed : new long[] { 1000, 1000, 5, 0 }) {
				assertThat(backend.prune(now)).isEqualTo(removed);
			}
			assertThat(counted).hasValue(1);
			backend.put("later", expiring(now.plusSeconds(1)));
			assertThat(backend.prune(now.plusMillis(1))).isOne();
			assertThat(backend.get("later")).isNull();
		}, "cachebridge.jdbc.maximum-entries=5");
	}

	@Test
	void prunesNothingThatWasWrittenAnewMeanwhile() {
		HookedDataSource source = new HookedDataSource(database());
		Instant now = Instant.now();
		StoredRecord anew = StoredRecord.of(new byte[0], new Version(1, 3), now.plusSeconds(5));
		run(source, (backend) -> {
			backend.putAll(Map.of("soon", expiring(now.plusSeconds(10)), "later", expiring(now.plusSeconds(20)),
					"never", RECORD));
			source.beforeFirst("DELETE", () -> backend.put("soon", anew));
			assertThat(backend.prune(now)).isOne();
			assertThat(backend.getAll(List.of("soon", "later", "never"))).containsOnlyKeys("soon", "never");
		}, "cachebridge.jdbc.maximum-entries=1");
	}

	@Test
	void tellsOfWhatIsPutWhileItDeletes() {
		HookedDataSource source = new HookedDataSource(database());
		run(source, (backend) -> {
			source.beforeFirst("content IS NULL", () -> backend.put("a", RECORD));
			assertThat(backend.delete("a")).isEqualTo(Removal.PRESENT);
			assertThat(backend.get("a")).isNull();
			assertThat(backend.delete("a")).isEqualTo(Removal.ABSENT);
			backend.put("a", StoredRecord.reservation(new Version(1, 1), null));
			assertThat(backend.delete("a")).isEqualTo(Removal.ABSENT);
			assertThat(backend.get("a")).isNull();
		});
	}

	@Test
	void isDownIfTheDatabaseGoesWhileItIsAsked() {
		HookedDataSource source = new HookedDataSource(database());
		run(source, (backend) -> {
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
			source.before((method, sql) -> {
				if (method.equals("getMetaData")) {
					throw new SQLException("gone", "08006");
				}
			});
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		});
	}

	@Test
	void takesOnlyAKeyForAKeyThatIsThere() {
		run(database(), (backend) -> {
			assertThat(backend.putIf("a", null, RECORD).applied()).isTrue();
			assertThat(backend.putIf("a", null, RECORD).applied()).isFalse();
			new JdbcTemplate(database())
				.execute("ALTER TABLE cachebridge_entry ADD CONSTRAINT small CHECK (version_sequence < 2)");
			assertThatExceptionOfType(BackendRejectedException.class)
				.isThrownBy(() -> backend.putIf("b", null, expiring(Instant.now())));
		});
	}

	@Test
	void refusesASchemaWhereThereIsNone() {
		run(null,
				(backend) -> assertThatExceptionOfType(BackendRejectedException.class)
					.isThrownBy(() -> backend.put("a", RECORD))
					.withMessageContaining("'cachebridge.jdbc.table' is 'app.things', but SQLite has no schemas"),
				"cachebridge.jdbc.url=jdbc:sqlite:" + this.directory.resolve("a.db"),
				"cachebridge.jdbc.table=app.things");
	}

	private static StoredRecord expiring(Instant expiry) {
		return StoredRecord.of(new byte[0], new Version(1, 2), expiry);
	}

	private JdbcDataSource database() {
		JdbcDataSource source = new JdbcDataSource();
		source.setURL(this.url);
		return source;
	}

	private static void run(DataSource source, Use use, String... properties) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeJdbcAutoConfiguration.class))
			.withPropertyValues("cachebridge.jdbc.timeout=3s")
			.withPropertyValues(properties);
		if (source != null) {
			runner = runner.withBean("source", DataSource.class, () -> source,
					(definition) -> definition.setDestroyMethodName(""));
		}
		runner.run((context) -> {
			try (CacheBackend backend = context.getBean(CacheBackendProvider.class).create("jdbc", (name) -> {
				throw new IllegalArgumentException(name);
			})) {
				use.accept(backend);
			}
		});
	}

	@FunctionalInterface
	interface Use {

		void accept(CacheBackend backend) throws Exception;

	}

}
