package io.cachebridge.backend.s3;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An image that speaks the protocol of S3, and what its environment says about how.
 *
 * @param names the names of the image
 * @param port where it listens in its container
 * @param accessKeyVariable the variable with the access key
 * @param secretKeyVariable the variable with the secret key
 * @param defaultKey what both are if the variables are not set
 * @param regionVariable the variable with the region
 */
record S3Image(List<String> names, int port, String accessKeyVariable, String secretKeyVariable, String defaultKey,
		String regionVariable) {

	static final S3Image MINIO = new S3Image(List.of("minio/minio"), 9000, "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD",
			"minioadmin", "MINIO_SITE_REGION");

	static final S3Image LOCALSTACK = new S3Image(List.of("localstack/localstack", "localstack/localstack-pro"), 4566,
			"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "test", "DEFAULT_REGION");

	static final String REQUIRED = "software.amazon.awssdk.services.s3.S3Client";

	private static final String REGION = "us-east-1";

	URI endpoint(String host, int mappedPort) {
		return URI.create("http://" + host + ":" + mappedPort);
	}

	String region(Map<String, String> environment) {
		return environment.getOrDefault(this.regionVariable, REGION);
	}

	String accessKey(Map<String, String> environment) {
		return environment.getOrDefault(this.accessKeyVariable, this.defaultKey);
	}

	String secretKey(Map<String, String> environment) {
		return environment.getOrDefault(this.secretKeyVariable, this.defaultKey);
	}

}
