package io.cachebridge.backend;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import io.cachebridge.backend.consul.ConsulConnectionDetails;
import io.cachebridge.backend.dynamodb.DynamoDbConnectionDetails;
import io.cachebridge.backend.s3.S3ConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what services of Docker Compose bring. They only pretend to run.
 */
class DockerComposeConnectionDetailsTests {

	@Test
	void knowsConsul() throws Exception {
		for (String image : List.of("hashicorp/consul:1.21", "consul:1.15")) {
			ConsulConnectionDetails consul = of(image, Map.of()).only(ConsulConnectionDetails.class);
			assertThat(consul.getUrl()).isEqualTo(URI.create("http://docker.test:18500"));
			assertThat(consul.getToken()).isNull();
		}
		assertThat(of("hashicorp/consul", Map.of("CONSUL_HTTP_TOKEN", "secret")).only(ConsulConnectionDetails.class)
			.getToken()).isEqualTo("secret");
	}

	@Test
	void knowsDynamoDbLocal() throws Exception {
		DynamoDbConnectionDetails dynamoDb = of("amazon/dynamodb-local:2.6.1",
				Map.of("AWS_ACCESS_KEY_ID", "acme", "AWS_SECRET_ACCESS_KEY", "hidden", "AWS_REGION", "eu-north-1"))
			.only(DynamoDbConnectionDetails.class);
		assertThat(dynamoDb.getEndpoint()).isEqualTo(URI.create("http://docker.test:18000"));
		assertThat(dynamoDb.getRegion()).isEqualTo("eu-north-1");
		assertThat(dynamoDb.getAccessKey()).isEqualTo("acme");
		assertThat(dynamoDb.getSecretKey()).isEqualTo("hidden");
	}

	@Test
	void knowsLocalStackAsDynamoDbAndS3() throws Exception {
		for (String image : List.of("localstack/localstack:4", "localstack/localstack-pro:4")) {
			Found found = of(image, Map.of());
			assertThat(found.details()).containsOnlyKeys(DynamoDbConnectionDetails.class, S3ConnectionDetails.class);
			DynamoDbConnectionDetails dynamoDb = found.get(DynamoDbConnectionDetails.class);
			assertThat(dynamoDb.getEndpoint()).isEqualTo(URI.create("http://docker.test:14566"));
			assertThat(dynamoDb.getRegion()).isEqualTo("us-east-1");
			assertThat(dynamoDb.getAccessKey()).isEqualTo("test");
			assertThat(dynamoDb.getSecretKey()).isEqualTo("test");
			S3ConnectionDetails s3 = found.get(S3ConnectionDetails.class);
			assertThat(s3.getEndpoint()).isEqualTo(dynamoDb.getEndpoint());
			assertThat(s3.getAccessKey()).isEqualTo("test");
		}
	}

	@Test
	void knowsMinIoWithWhoMayLogIn() throws Exception {
		S3ConnectionDetails s3 = of("quay.io/minio/minio",
				Map.of("MINIO_ROOT_USER", "acme", "MINIO_ROOT_PASSWORD", "hidden-key", "MINIO_SITE_REGION", "here"))
			.only(S3ConnectionDetails.class);
		assertThat(s3.getEndpoint()).isEqualTo(URI.create("http://docker.test:19000"));
		assertThat(s3.getRegion()).isEqualTo("here");
		assertThat(s3.getAccessKey()).isEqualTo("acme");
		assertThat(s3.getSecretKey()).isEqualTo("hidden-key");
		assertThat(s3.isPathStyleAccess()).isTrue();
	}

	@Test
	void knowsAnImageOfAnyNameByItsLabel() throws Exception {
		RunningService service = new Service(ImageReference.of("acme/objects"), Map.of(),
				Map.of("org.springframework.boot.service-connection", "minio/minio"));
		assertThat(of(service).only(S3ConnectionDetails.class).getAccessKey()).isEqualTo("minioadmin");
	}

	@Test
	void leavesOtherImagesAlone() throws Exception {
		assertThat(of("acme/consul", Map.of()).details()).isEmpty();
	}

	private static Found of(String image, Map<String, String> environment) throws Exception {
		return of(new Service(ImageReference.of(image), environment, Map.of()));
	}

	private static Found of(RunningService service) throws Exception {
		DockerComposeConnectionSource source = BeanUtils.instantiateClass(
				DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class),
				service, new MockEnvironment());
		return new Found(new ConnectionDetailsFactories(null).getConnectionDetails(source, false));
	}

	private record Found(Map<Class<?>, ConnectionDetails> details) {

		<D> D only(Class<D> type) {
			assertThat(this.details).containsOnlyKeys(type);
			return get(type);
		}

		<D> D get(Class<D> type) {
			return type.cast(this.details.get(type));
		}

	}

	private record Service(ImageReference image, Map<String, String> env,
			Map<String, String> labels) implements RunningService {

		@Override
		public String name() {
			return "service";
		}

		@Override
		public String host() {
			return "docker.test";
		}

		@Override
		public ConnectionPorts ports() {
			return new Ports();
		}

	}

	private record Ports() implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			return 10_000 + containerPort;
		}

		@Override
		public List<Integer> getAll() {
			return List.of();
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return List.of();
		}

	}

}
