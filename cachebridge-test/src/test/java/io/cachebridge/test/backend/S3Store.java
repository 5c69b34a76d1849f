package io.cachebridge.test.backend;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.backend.s3.CacheBridgeS3AutoConfiguration;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.server.S3ServerFixture;

/**
 * A bucket on a test server, and backends over it by a client that is a bean.
 *
 * @param server the server
 * @param bucket the bucket
 */
record S3Store(S3ServerFixture server, String bucket) {

	static final String PREFIX = "cachebridge/";

	ConfiguredBackends backends(String... properties) {
		return with(() -> properties(this.server.endpoint(), this.server.secretKey(), properties));
	}

	static ConfiguredBackends with(Supplier<List<String>> properties) {
		return ConfiguredBackends.of(ClientAutoConfiguration.class, CacheBridgeS3AutoConfiguration.class)
			.with(properties);
	}

	static ConfiguredBackends withoutClient(Supplier<List<String>> properties) {
		return ConfiguredBackends.of(CacheBridgeS3AutoConfiguration.class).with(properties);
	}

	List<String> properties(URI endpoint, String secret, String... more) {
		List<String> all = new ArrayList<>(
				List.of("test.s3.endpoint=" + endpoint, "test.s3.access-key=" + this.server.accessKey(),
						"test.s3.secret-key=" + secret, "cachebridge.s3.bucket=" + this.bucket));
		Stream.of(more).map((property) -> "cachebridge.s3." + property).forEach(all::add);
		return all;
	}

	void plant(String key, byte[] bytes) {
		plantObject(PREFIX + KeyEscape.escape(key), bytes);
	}

	void plantObject(String name, byte[] bytes) {
		try (S3Client client = client()) {
			client.putObject((request) -> request.bucket(this.bucket).key(name), RequestBody.fromBytes(bytes));
		}
	}

	S3Client client() {
		return client(this.server.endpoint(), this.server.accessKey(), this.server.secretKey());
	}

	static S3Client client(URI endpoint, String accessKey, String secretKey) {
		return S3Client.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
			.overrideConfiguration((configuration) -> configuration.apiCallTimeout(Duration.ofSeconds(30)))
			.build();
	}

	/**
	 * What an application contributes, or a library for it.
	 */
	@AutoConfiguration
	static class ClientAutoConfiguration {

		@Bean
		S3Client s3Client(Environment environment) {
			return client(URI.create(environment.getRequiredProperty("test.s3.endpoint")),
					environment.getRequiredProperty("test.s3.access-key"),
					environment.getRequiredProperty("test.s3.secret-key"));
		}

	}

}
