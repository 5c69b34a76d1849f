package io.cachebridge.entity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Managers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With a real database and its transactions.
 */
class EntityChangeTransactionTests {

	private AnnotationConfigApplicationContext context;

	private JdbcTemplate jdbc;

	private TransactionTemplate transaction;

	private Cache cache;

	@BeforeEach
	void start() {
		start(application());
	}

	Class<?> application() {
		return Application.class;
	}

	private void start(Class<?>... configuration) {
		this.context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("cachebridge.invalidation.rules[0].collection=product",
				"cachebridge.invalidation.rules[0].cache=products", "cachebridge.invalidation.rules[0].key=#entity.id")
			.applyTo(this.context);
		this.context.register(configuration);
		this.context.refresh();
		this.jdbc = new JdbcTemplate(this.context.getBean(DataSource.class));
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		this.cache = this.context.getBean(CacheBridgeCacheManager.class).getCache("products");
		this.jdbc.execute("create table product (id bigint primary key, slug varchar(20))");
		this.jdbc.execute("insert into product values (1, 'old')");
		assertThat(slug()).isEqualTo("old");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void waitsForCommit() {
		this.transaction.executeWithoutResult((status) -> {
			update("new");
			assertThat(cached()).isEqualTo("old");
		});
		assertThat(cached()).isNull();
		assertThat(slug()).isEqualTo("new");
	}

	@Test
	void doesNothingAfterRollback() {
		this.transaction.executeWithoutResult((status) -> {
			update("new");
			status.setRollbackOnly();
		});
		assertThat(cached()).isEqualTo("old");
	}

	@Test
	void doesNothingAfterRollbackByInnerTransaction() {
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((outer) -> {
				update("new");
				this.transaction.executeWithoutResult((inner) -> inner.setRollbackOnly());
			}));
		assertThat(cached()).isEqualTo("old");
	}

	@Test
	void actsAtOnceWithoutTransaction() {
		update("new");
		assertThat(cached()).isNull();
	}

	@Test
	void actsAtOnceInScopeWithoutTransaction() {
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
		this.transaction.executeWithoutResult((status) -> {
			update("new");
			assertThat(cached()).isNull();
		});
	}

	@Test
	void waitsForCommitOfItsOwnTransaction() {
		TransactionTemplate inner = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((outer) -> {
			inner.executeWithoutResult((status) -> {
				update("new");
				assertThat(cached()).isEqualTo("old");
			});
			assertThat(cached()).isNull();
			outer.setRollbackOnly();
		});
	}

	@Test
	void survivesRollbackOfInnerTransaction() {
		TransactionTemplate inner = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((outer) -> {
			publish("new");
			inner.executeWithoutResult((status) -> status.setRollbackOnly());
			assertThat(cached()).isEqualTo("old");
		});
		assertThat(cached()).isNull();
	}

	@Test
	void hearsOfChangeBeforeCommit() {
		publishIn(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				publish("new");
				assertThat(cached()).isEqualTo("old");
			}

		});
		assertThat(cached()).isNull();
	}

	@Test
	void hearsOfChangeAfterCommit() {
		publishIn(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				publish("new");
			}

		});
		assertThat(cached()).isNull();
	}

	@Test
	void hearsOfChangeAfterCompletion() {
		publishIn(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				publish("new");
				assertThat(cached()).isNull();
			}

		});
		assertThat(cached()).isNull();
	}

	@Test
	void actsBeforeOthersAfterCompletion() {
		AtomicReference<@Nullable Object> seen = new AtomicReference<>("nothing");
		this.transaction.executeWithoutResult((status) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int status) {
					seen.set(cached());
				}

			});
			update("new");
		});
		assertThat(seen).hasNullValue();
	}

	@Test
	void takesKeyWhenPublished() {
		Mutable entity = new Mutable();
		this.transaction.executeWithoutResult((status) -> {
			this.context.publishEvent(EntityChange.updated(entity).in("product"));
			entity.id = 2L;
		});
		assertThat(cached()).isNull();
	}

	@Test
	void waitsForCommitEvenIfEventsAreMulticastByOtherThreads() {
		stop();
		start(application(), AsynchronousEvents.class);
		this.transaction.executeWithoutResult((status) -> {
			publish("new");
			assertThat(cached()).isEqualTo("old");
			status.setRollbackOnly();
		});
		assertThat(cached()).isEqualTo("old");
		publish("new");
		assertThat(cached()).isNull();
	}

	@Test
	void actsWhenOutcomeIsUnknown() {
		this.transaction.executeWithoutResult((status) -> {
			publish("new");
			TransactionSynchronizationManager.getSynchronizations()
				.forEach((synchronization) -> synchronization
					.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN));
			assertThat(cached()).isNull();
		});
	}

	private void publishIn(TransactionSynchronization synchronization) {
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(synchronization));
	}

	private void update(String slug) {
		this.jdbc.update("update product set slug = ? where id = 1", slug);
		publish(slug);
	}

	private void publish(String slug) {
		this.context.publishEvent(EntityChange.updated(new Product(1L, slug)));
	}

	private @Nullable String slug() {
		return this.cache.get(1L,
				() -> this.jdbc.queryForObject("select slug from product where id = 1", String.class));
	}

	private @Nullable Object cached() {
		Cache.ValueWrapper held = this.cache.get(1L);
		return (held != null) ? held.get() : null;
	}

	public static final class Mutable {

		public Long id = 1L;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CacheBridgeEntityAutoConfiguration.class)
	static class Application {

		@Bean
		CacheBridgeCacheManager cacheManager() {
			return Managers.fixed("products");
		}

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsynchronousEvents {

		@Bean
		SimpleApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(AsynchronousEvents::runElsewhere);
			return multicaster;
		}

		// To the end, so that what it does wrong is seen
		private static void runElsewhere(Runnable task) {
			CompletableFuture.runAsync(task).join();
		}

	}

}
