package io.cachebridge.backend.consul;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.consul.ConsulContainer;
import org.testcontainers.containers.Container;

/**
 * Connects to a container of Consul that Testcontainers runs.
 */
final class ConsulContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, ConsulConnectionDetails> {

	ConsulContainerConnectionDetailsFactory() {
		super(List.of(ConsulImage.NAMES), ConsulImage.REQUIRED);
	}

	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<Container<?>> source, Class<?> containerType,
			Class<?> detailsType) {
		return super.sourceAccepts(source, containerType, detailsType)
				|| source.accepts(ANY_CONNECTION_NAME, ConsulContainer.class, detailsType);
	}

	@Override
	protected ConsulConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new ConsulContainerConnectionDetails(source);
	}

	private static final class ConsulContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements ConsulConnectionDetails {

		ConsulContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public URI getUrl() {
			return ConsulImage.url(getContainer().getHost(), getContainer().getMappedPort(ConsulImage.PORT));
		}

		@Override
		public @Nullable String getToken() {
			return getContainer().getEnvMap().get(ConsulImage.TOKEN);
		}

	}

}
