package io.cachebridge.backend.jdbc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.support.NamedInstances;

/**
 * Finds the database of each instance: that of its URL, of the application's DataSource,
 * or a file of SQLite.
 */
final class Databases {

	private static final String TYPE = "jdbc";

	private static final String SQLITE_DRIVER = "org.sqlite.JDBC";

	private static final String SQLITE_FILE = "jdbc:sqlite:cachebridge.db";

	private final ListableBeanFactory beans;

	private final CacheBridgeJdbcProperties properties;

	private final NamedInstances<CacheBridgeJdbcProperties> instances;

	private final @Nullable ClassLoader classLoader;

	Databases(ListableBeanFactory beans, Environment environment, CacheBridgeJdbcProperties properties,
			@Nullable ClassLoader classLoader) {
		this.beans = beans;
		this.properties = properties;
		this.instances = NamedInstances.of(TYPE, CacheBridgeJdbcProperties.class, environment,
				properties.instances().keySet());
		this.classLoader = classLoader;
	}

	NamedInstances<CacheBridgeJdbcProperties> instances() {
		return this.instances;
	}

	/**
	 * Creates the pool of an instance.
	 * @param name the name of the instance
	 * @param purpose what the pool is called after
	 * @param maximumConnections how many connections it has at most
	 * @return the pool, which is not connected
	 * @throws IllegalArgumentException if it is not clear which database is meant
	 */
	HikariDataSource pool(String name, String purpose, int maximumConnections) {
		CacheBridgeJdbcProperties settings = this.instances.get(name);
		return ConnectionPools.limit(pool(name, settings), purpose, maximumConnections, settings.timeout());
	}

	private HikariDataSource pool(String name, CacheBridgeJdbcProperties settings) {
		CacheBridgeJdbcProperties place = place(name);
		if (place.url() != null) {
			return ConnectionPools.at(place.url(), settings);
		}
		DataSource source = dataSource(name, place.dataSource());
		if (source != null) {
			return ConnectionPools.like(source, settings.timeout());
		}
		if (ClassUtils.isPresent(SQLITE_DRIVER, this.classLoader)) {
			return ConnectionPools.at(SQLITE_FILE, settings);
		}
		throw new IllegalArgumentException(
				"There is no DataSource: configure one, set '%s.url', or add org.xerial:sqlite-jdbc for a file in the working directory"
					.formatted(this.instances.path(name)));
	}

	// What an instance says of its database counts more than what it takes from the type
	private CacheBridgeJdbcProperties place(String name) {
		CacheBridgeJdbcProperties own = name.equals(TYPE) ? null : this.properties.instances().get(name);
		return (own != null && (own.url() != null || own.dataSource() != null)) ? requireOne(own, name)
				: requireOne(this.properties, TYPE);
	}

	private CacheBridgeJdbcProperties requireOne(CacheBridgeJdbcProperties place, String name) {
		String path = this.instances.path(name);
		if (place.url() != null && place.dataSource() != null) {
			throw new IllegalArgumentException(
					"'%s.url' and '%s.data-source' ('%s') are both set: only one can tell where the database is"
						.formatted(path, path, place.dataSource()));
		}
		if (place.url() != null && place.url().isBlank()) {
			throw new IllegalArgumentException(
					"'%s.url' is empty: set it to a JDBC URL, or leave it out".formatted(path));
		}
		return place;
	}

	private @Nullable DataSource dataSource(String name, @Nullable String wanted) {
		Set<String> all = new TreeSet<>(
				List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, DataSource.class)));
		if (wanted != null && !all.contains(wanted)) {
			throw new IllegalArgumentException("'%s.data-source' is '%s', but there is no such DataSource, only %s"
				.formatted(this.instances.path(name), wanted, all));
		}
		if (wanted != null) {
			return this.beans.getBean(wanted, DataSource.class);
		}
		DataSource single = this.beans.getBeanProvider(DataSource.class).getIfUnique();
		if (single == null && !all.isEmpty()) {
			throw new IllegalArgumentException(
					"There are several DataSources and none is primary: set '%s.data-source' to one of %s"
						.formatted(this.instances.path(name), all));
		}
		return single;
	}

	/**
	 * Tells what a database can be relied on for, as far as that is known before it is
	 * connected.
	 * @param pool the pool
	 * @return the capabilities
	 */
	static Set<Capability> capabilities(HikariDataSource pool) {
		Set<Capability> capabilities = EnumSet.of(Capability.CONDITIONAL_PUT, Capability.ENUMERATION,
				Capability.COUNTER);
		String url = DatabaseUrl.of(pool);
		if (all((dialect) -> dialect.isShared(url))) {
			capabilities.add(Capability.SHARED);
		}
		// What a DataSource does not tell may be anything
		if (url.startsWith("jdbc:") && all((dialect) -> dialect.isRemote(url))) {
			capabilities.add(Capability.REMOTE);
		}
		if (all((dialect) -> dialect.isDurable(url))) {
			capabilities.add(Capability.DURABLE);
		}
		return Set.copyOf(capabilities);
	}

	private static boolean all(Predicate<Dialect> predicate) {
		return Dialect.all().stream().allMatch(predicate);
	}

}
