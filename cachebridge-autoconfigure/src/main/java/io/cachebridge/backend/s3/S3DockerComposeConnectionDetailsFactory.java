package io.cachebridge.backend.s3;

import java.net.URI;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.util.StringUtils;

import io.cachebridge.spi.support.ServiceImage;

/**
 * Connects to a service of Docker Compose that runs MinIO or LocalStack.
 */
abstract sealed class S3DockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<S3ConnectionDetails> {

	private final ServiceImage image;

	S3DockerComposeConnectionDetailsFactory(ServiceImage image) {
		super(StringUtils.toStringArray(image.names()), S3Image.REQUIRED);
		this.image = image;
	}

	@Override
	protected S3ConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new S3DockerComposeConnectionDetails(source.getRunningService(), this.image);
	}

	/**
	 * MinIO.
	 */
	static final class MinIo extends S3DockerComposeConnectionDetailsFactory {

		MinIo() {
			super(S3Image.MINIO);
		}

	}

	/**
	 * LocalStack.
	 */
	static final class LocalStack extends S3DockerComposeConnectionDetailsFactory {

		LocalStack() {
			super(ServiceImage.LOCALSTACK);
		}

	}

	private static final class S3DockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements S3ConnectionDetails {

		private final RunningService service;

		private final ServiceImage image;

		S3DockerComposeConnectionDetails(RunningService service, ServiceImage image) {
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
