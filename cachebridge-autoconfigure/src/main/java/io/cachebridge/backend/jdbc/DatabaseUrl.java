package io.cachebridge.backend.jdbc;

import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Tells where a database is, as far as that is known before it is connected. What cannot
 * be found out is taken for a server.
 */
final class DatabaseUrl {

	private static final String MEMORY = "jdbc:h2:mem:";

	/** Drivers that watch another one. */
	private static final Pattern WATCHING = Pattern.compile("^jdbc:(p6spy|otel|log4jdbc):");

	private DatabaseUrl() {
	}

	/**
	 * Returns where the database of a pool is.
	 * @param pool the pool
	 * @return the URL as the driver of the database knows it, or what begins like none
	 */
	static String of(HikariDataSource pool) {
		return WATCHING.matcher(String.valueOf(find(pool))).replaceFirst("jdbc:");
	}

	private static @Nullable String find(@Nullable DataSource source) {
		if (source instanceof HikariDataSource pool) {
			return (pool.getDataSource() != null) ? find(pool.getDataSource()) : pool.getJdbcUrl();
		}
		if (source instanceof DelegatingDataSource delegating) {
			return find(delegating.getTargetDataSource());
		}
		if (source instanceof AbstractRoutingDataSource routing) {
			return find(routing.getResolvedDefaultDataSource());
		}
		if (source instanceof EmbeddedDatabase) {
			// Spring makes none but in memory, and does not tell its URL
			return MEMORY;
		}
		return (source != null) ? property(source) : null;
	}

	// Nearly all have it, in no common type
	private static @Nullable String property(DataSource source) {
		try {
			BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
			return (bean.isReadableProperty("url") && bean.getPropertyValue("url") instanceof String url) ? url : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

}
