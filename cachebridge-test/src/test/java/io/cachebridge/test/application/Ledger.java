package io.cachebridge.test.application;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/**
 * The repository of an application that changes its database inside transactions. Counts
 * how often it is asked for a name.
 */
class Ledger {

	private final JdbcTemplate jdbc;

	private final AtomicInteger loads = new AtomicInteger();

	Ledger(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Cacheable("names")
	String name(long id) {
		this.loads.incrementAndGet();
		return this.jdbc.queryForObject("select name from account where id = ?", String.class, id);
	}

	@CachePut(cacheNames = "names", key = "#id")
	String rename(long id, String name) {
		this.jdbc.update("update account set name = ? where id = ?", name, id);
		return name;
	}

	@CacheEvict(cacheNames = "names", key = "#id")
	void renameAndForget(long id, String name) {
		this.jdbc.update("update account set name = ? where id = ?", name, id);
	}

	int loads() {
		return this.loads.get();
	}

	/**
	 * Where the transactions of the application begin.
	 */
	static class Office {

		/**
		 * Works inside a transaction.
		 * @param work the work
		 */
		@Transactional
		void work(Runnable work) {
			work.run();
		}

	}

}
