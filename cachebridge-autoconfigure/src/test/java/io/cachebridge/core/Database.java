package io.cachebridge.core;

import java.util.function.Consumer;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A real database with one row, and its transactions.
 */
final class Database implements AutoCloseable {

	private final EmbeddedDatabase source = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.build();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.source);

	final DataSourceTransactionManager transactions = new DataSourceTransactionManager(this.source);

	Database() {
		this.jdbc.execute("create table thing (name varchar(20))");
		this.jdbc.execute("insert into thing values ('old')");
	}

	String name() {
		return this.jdbc.queryForObject("select name from thing", String.class);
	}

	void rename(String name) {
		this.jdbc.update("update thing set name = ?", name);
	}

	void commit(Runnable work) {
		run(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> work.run());
	}

	void rollback(Runnable work) {
		run(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			work.run();
			status.setRollbackOnly();
		});
	}

	void readOnly(Runnable work) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setReadOnly(true);
		template.executeWithoutResult((status) -> work.run());
	}

	void run(int propagation, Consumer<TransactionStatus> work) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(propagation);
		template.executeWithoutResult(work);
	}

	static void afterCommit(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				action.run();
			}

		});
	}

	static void afterCompletion(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				action.run();
			}

		});
	}

	@Override
	public void close() {
		this.source.shutdown();
	}

}
