package io.cachebridge.test.backend;

import io.cachebridge.spi.Backplane;
import io.cachebridge.test.BackplaneContract;

/**
 * The contract of backplanes, demanded of each kind of database.
 */
abstract class AbstractJdbcBackplaneContract extends BackplaneContract {

	abstract ConfiguredBackends backends();

	abstract ConfiguredBackends away();

	@Override
	protected Backplane createBackplane(String channel) {
		return backends().createBackplane("jdbc", channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		return away().createBackplane("jdbc", channel);
	}

}
