package io.cachebridge.backend.dynamodb;

import java.net.URI;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.util.StringUtils;

import io.cachebridge.spi.support.ServiceImage;

/**
 * Connects to a service of Docker Compose that runs DynamoDB Local or LocalStack.
 */
abstract sealed class DynamoDbDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<DynamoDbConnectionDetails> {

	private final ServiceImage image;

	DynamoDbDockerComposeConnectionDetailsFactory(ServiceImage image) {
		super(StringUtils.toStringArray(image.names()), DynamoDbImage.REQUIRED);
		this.image = image;
	}

	@Override
	protected DynamoDbConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new DynamoDbDockerComposeConnectionDetails(source.getRunningService(), this.image);
	}

	/**
	 * DynamoDB Local.
	 */
	static final class DynamoDbLocal extends DynamoDbDockerComposeConnectionDetailsFactory {

		DynamoDbLocal() {
			super(DynamoDbImage.DYNAMODB_LOCAL);
		}

	}

	/**
	 * LocalStack.
	 */
	static final class LocalStack extends DynamoDbDockerComposeConnectionDetailsFactory {

		LocalStack() {
			super(ServiceImage.LOCALSTACK);
		}

	}

	private static final class DynamoDbDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements DynamoDbConnectionDetails {

		private final RunningService service;

		private final ServiceImage image;

		DynamoDbDockerComposeConnectionDetails(RunningService service, ServiceImage image) {
			super(service);
			this.service = service;
			this.image = image;
		}

		@Override
		public URI getEndpoint() {
			return this.image.endpoint(this.service.host(), this.service.ports().get(this.image.port()));
		}

		@Override
		public String getRegion() {
			return this.image.region(this.service.env());
		}

		@Override
		public String getAccessKey() {
			return this.image.accessKey(this.service.env());
		}

		@Override
		public String getSecretKey() {
			return this.image.secretKey(this.service.env());
		}

	}

}
