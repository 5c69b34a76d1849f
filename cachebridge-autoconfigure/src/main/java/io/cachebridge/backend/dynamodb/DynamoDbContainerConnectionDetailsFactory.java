package io.cachebridge.backend.dynamodb;

import java.net.URI;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;
import org.testcontainers.localstack.LocalStackContainer;

import io.cachebridge.spi.support.ServiceImage;

/**
 * Connects to a container that Testcontainers runs, of DynamoDB Local or LocalStack.
 */
abstract sealed class DynamoDbContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, DynamoDbConnectionDetails> {

	private final ServiceImage image;

	DynamoDbContainerConnectionDetailsFactory(ServiceImage image) {
		super(image.names(), DynamoDbImage.REQUIRED);
		this.image = image;
	}

	@Override
	protected DynamoDbConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new DynamoDbContainerConnectionDetails(source, this.image);
	}

	/**
	 * DynamoDB Local, for which Testcontainers has no type.
	 */
	static final class DynamoDbLocal extends DynamoDbContainerConnectionDetailsFactory {

		DynamoDbLocal() {
			super(DynamoDbImage.DYNAMODB_LOCAL);
		}

	}

	/**
	 * LocalStack.
	 */
	static final class LocalStack extends DynamoDbContainerConnectionDetailsFactory {

		LocalStack() {
			super(ServiceImage.LOCALSTACK);
		}

		@Override
		protected boolean sourceAccepts(ContainerConnectionSource<Container<?>> source, Class<?> containerType,
				Class<?> detailsType) {
			return super.sourceAccepts(source, containerType, detailsType)
					|| source.accepts(ANY_CONNECTION_NAME, LocalStackContainer.class, detailsType);
		}

	}

	private static final class DynamoDbContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements DynamoDbConnectionDetails {

		private final ServiceImage image;

		DynamoDbContainerConnectionDetails(ContainerConnectionSource<Container<?>> source, ServiceImage image) {
			super(source);
			this.image = image;
		}

		@Override
		public URI getEndpoint() {
			return this.image.endpoint(getContainer().getHost(), getContainer().getMappedPort(this.image.port()));
		}

		@Override
		public String getRegion() {
			return this.image.region(getContainer().getEnvMap());
		}

		@Override
		public String getAccessKey() {
			return this.image.accessKey(getContainer().getEnvMap());
		}

		@Override
		public String getSecretKey() {
			return this.image.secretKey(getContainer().getEnvMap());
		}

	}

}
