package io.cachebridge.backend.s3;

import java.net.URI;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.localstack.LocalStackContainer;

import io.cachebridge.spi.support.ServiceImage;

/**
 * Connects to a container that Testcontainers runs, of MinIO or LocalStack.
 */
abstract sealed class S3ContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, S3ConnectionDetails> {

	private final ServiceImage image;

	S3ContainerConnectionDetailsFactory(ServiceImage image) {
		super(image.names(), S3Image.REQUIRED);
		this.image = image;
	}

	@Override
	protected S3ConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new S3ContainerConnectionDetails(source, this.image);
	}

	/**
	 * MinIO.
	 */
	static final class MinIo extends S3ContainerConnectionDetailsFactory {

		MinIo() {
			super(S3Image.MINIO);
		}

		@Override
		protected boolean sourceAccepts(ContainerConnectionSource<Container<?>> source, Class<?> containerType,
				Class<?> detailsType) {
			return super.sourceAccepts(source, containerType, detailsType)
					|| source.accepts(ANY_CONNECTION_NAME, MinIOContainer.class, detailsType);
		}

	}

	/**
	 * LocalStack.
	 */
	static final class LocalStack extends S3ContainerConnectionDetailsFactory {

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

	private static final class S3ContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements S3ConnectionDetails {

		private final ServiceImage image;

		S3ContainerConnectionDetails(ContainerConnectionSource<Container<?>> source, ServiceImage image) {
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
