package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.Backplane;
import io.cachebridge.test.BackplaneContract;
import io.cachebridge.test.server.ConsulServerFixture;

class ConsulBackplaneContractIT extends BackplaneContract {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = ConsulBackendContractIT.consulAt(ConsulBackendContractIT::shared);

	@RegisterExtension
	static final ConfiguredBackends away = ConsulBackendContractIT.consulAt(ConsulBackendContractIT::nowhere);

	@Override
	protected Backplane createBackplane(String channel) {
		return backends.createBackplane("consul", channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		return away.createBackplane("consul", channel);
	}

}
