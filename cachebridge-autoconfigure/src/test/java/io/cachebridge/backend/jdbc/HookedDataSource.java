package io.cachebridge.backend.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets a test do something at a certain point of what is done over its connections.
 */
final class HookedDataSource extends DelegatingDataSource {

	private volatile Hook hook = (method, sql) -> {
	};

	HookedDataSource(DataSource target) {
		super(target);
	}

	/**
	 * Sets what is done before each call of a connection.
	 */
	void before(Hook hook) {
		this.hook = hook;
	}

	/**
	 * Sets what is done once, before a statement is prepared.
	 */
	void beforeFirst(String sql, Runnable action) {
		before((method, prepared) -> {
			if (prepared.contains(sql)) {
				before((next, nothing) -> {
				});
				action.run();
			}
		});
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return (Connection) Proxy.newProxyInstance(HookedDataSource.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					this.hook.before(method.getName(),
							method.getName().equals("prepareStatement") ? String.valueOf(arguments[0]) : "");
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@FunctionalInterface
	interface Hook {

		void before(String method, String sql) throws SQLException;

	}

}
