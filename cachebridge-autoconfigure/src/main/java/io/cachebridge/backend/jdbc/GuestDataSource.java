package io.cachebridge.backend.jdbc;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A DataSource of others, whose settings are not ours to change: a pool on top of it
 * would set its own time for a login, with most drivers that of the whole process.
 */
class GuestDataSource extends DelegatingDataSource {

	private static final int LONGEST_CLOSE_SECONDS = 2;

	GuestDataSource(DataSource target) {
		super(target);
	}

	@Override
	public void setLoginTimeout(int seconds) {
	}

	/**
	 * Tells a pool that closes how long to wait for a connection that it is just opening.
	 */
	@Override
	public int getLoginTimeout() {
		return LONGEST_CLOSE_SECONDS;
	}

}
