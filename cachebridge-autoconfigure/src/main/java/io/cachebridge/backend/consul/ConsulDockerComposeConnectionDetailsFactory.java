package io.cachebridge.backend.consul;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects to a service of Docker Compose that runs Consul.
 */
final class ConsulDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<ConsulConnectionDetails> {

	ConsulDockerComposeConnectionDetailsFactory() {
		super(ConsulImage.NAMES, ConsulImage.REQUIRED);
	}

	@Override
	protected ConsulConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new ConsulDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class ConsulDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements ConsulConnectionDetails {

		private final RunningService service;

		ConsulDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.service = service;
		}

		@Override
		public URI getUrl() {
			return ConsulImage.url(this.service.host(), this.service.ports().get(ConsulImage.PORT));
		}

		@Override
		public @Nullable String getToken() {
			return this.service.env().get(ConsulImage.TOKEN);
		}

	}

}
