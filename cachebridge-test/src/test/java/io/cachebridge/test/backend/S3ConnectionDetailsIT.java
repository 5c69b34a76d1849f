package io.cachebridge.test.backend;

import java.net.URI;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.CacheManager;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.backend.s3.S3ConnectionDetails;
import io.cachebridge.test.server.S3ServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connection details lead to the server, while the properties lead nowhere.
 */
class S3ConnectionDetailsIT {

	@RegisterExtension
	static final S3ServerFixture s3 = S3ServerFixture.shared();

	@Test
	void leadToTheServer() {
		String bucket = "details-" + UUID.randomUUID();
		ConnectedCache
			.on("s3", "cachebridge.s3.endpoint=http://127.0.0.1:1", "cachebridge.s3.bucket=" + bucket,
					"cachebridge.s3.create-bucket=true")
			.withBean(S3ConnectionDetails.class, ThisS3::new)
			.run((context) -> {
				ConnectedCache.assertWorks(context.getBean(CacheManager.class));
				try (S3Client client = S3Store.client(s3.endpoint(), s3.accessKey(), s3.secretKey())) {
					assertThat(client.listObjectsV2((request) -> request.bucket(bucket)).contents()).isNotEmpty();
				}
			});
	}

	private static final class ThisS3 implements S3ConnectionDetails {

		@Override
		public URI getEndpoint() {
			return s3.endpoint();
		}

		@Override
		public String getAccessKey() {
			return s3.accessKey();
		}

		@Override
		public String getSecretKey() {
			return s3.secretKey();
		}

	}

}
