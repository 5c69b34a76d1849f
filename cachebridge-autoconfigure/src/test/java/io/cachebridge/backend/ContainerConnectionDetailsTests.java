package io.cachebridge.backend;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.consul.ConsulContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.localstack.LocalStackContainer;

import io.cachebridge.backend.consul.ConsulConnectionDetails;
import io.cachebridge.backend.dynamodb.DynamoDbConnectionDetails;
import io.cachebridge.backend.s3.S3ConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what containers with {@link ServiceConnection @ServiceConnection} bring. They
 * only pretend to run.
 */
class ContainerConnectionDetailsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class));

	@Test
	void knowsConsulByTheNameOfItsImage() {
		for (Class<?> application : new Class<?>[] { Consul.class, OldConsul.class }) {
			this.runner.withUserConfiguration(application).run((context) -> {
				ConsulConnectionDetails consul = context.getBean(ConsulConnectionDetails.class);
				assertThat(consul.getUrl()).isEqualTo(URI.create("http://docker.test:18500"));
				assertThat(consul.getToken()).isNull();
				assertThat(consul.getDatacenter()).isNull();
			});
		}
	}

	@Test
	void knowsConsulByItsType() {
		this.runner.withUserConfiguration(TypedConsul.class).run((context) -> {
			ConsulConnectionDetails consul = context.getBean(ConsulConnectionDetails.class);
			assertThat(consul.getUrl()).isEqualTo(URI.create("http://docker.test:18500"));
			assertThat(consul.getToken()).isEqualTo("secret");
		});
	}

	@Test
	void knowsDynamoDbLocal() {
		this.runner.withUserConfiguration(DynamoDbLocal.class).run((context) -> {
			DynamoDbConnectionDetails dynamoDb = context.getBean(DynamoDbConnectionDetails.class);
			assertThat(dynamoDb.getEndpoint()).isEqualTo(URI.create("http://docker.test:18000"));
			assertThat(dynamoDb.getRegion()).isEqualTo("us-east-1");
			assertThat(dynamoDb.getAccessKey()).isEqualTo("local");
			assertThat(dynamoDb.getSecretKey()).isEqualTo("local");
			assertThat(context).doesNotHaveBean(S3ConnectionDetails.class);
		});
	}

	@Test
	void knowsLocalStackAsDynamoDbAndS3() {
		this.runner.withUserConfiguration(LocalStack.class).run((context) -> {
			DynamoDbConnectionDetails dynamoDb = context.getBean(DynamoDbConnectionDetails.class);
			assertThat(dynamoDb.getEndpoint()).isEqualTo(URI.create("http://docker.test:14566"));
			assertThat(dynamoDb.getRegion()).isEqualTo("eu-north-1");
			assertThat(dynamoDb.getAccessKey()).isEqualTo("test");
			S3ConnectionDetails s3 = context.getBean(S3ConnectionDetails.class);
			assertThat(s3.getEndpoint()).isEqualTo(dynamoDb.getEndpoint());
			assertThat(s3.getRegion()).isEqualTo("eu-north-1");
			assertThat(s3.getSecretKey()).isEqualTo("test");
			assertThat(s3.isPathStyleAccess()).isTrue();
		});
	}

	@Test
	void knowsLocalStackByItsType() {
		this.runner.withInitializer(ContainerConnectionDetailsTests::createNothing)
			.withUserConfiguration(TypedLocalStack.class)
			.run((context) -> assertThat(context).hasSingleBean(S3ConnectionDetails.class)
				.hasSingleBean(DynamoDbConnectionDetails.class));
	}

	@Test
	void connectsToLocalStackOnlyAsWhatIsAskedFor() {
		this.runner.withInitializer(ContainerConnectionDetailsTests::createNothing)
			.withUserConfiguration(LocalStackForS3.class)
			.run((context) -> assertThat(context).hasSingleBean(S3ConnectionDetails.class)
				.doesNotHaveBean(DynamoDbConnectionDetails.class));
	}

	/**
	 * A LocalStackContainer looks for Docker as soon as it is created.
	 */
	private static void createNothing(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
	}

	@Test
	void knowsMinIoByTheNameOfItsImage() {
		this.runner.withUserConfiguration(MinIo.class)
			.run((context) -> assertMinIo(context, "minioadmin", "minioadmin"));
	}

	@Test
	void knowsMinIoByItsTypeWithWhoMayLogIn() {
		this.runner.withUserConfiguration(TypedMinIo.class)
			.run((context) -> assertMinIo(context, "acme", "hidden-key"));
	}

	private static void assertMinIo(AssertableApplicationContext context, String accessKey, String secretKey) {
		S3ConnectionDetails s3 = context.getBean(S3ConnectionDetails.class);
		assertThat(s3.getEndpoint()).isEqualTo(URI.create("http://docker.test:19000"));
		assertThat(s3.getRegion()).isEqualTo("us-east-1");
		assertThat(s3.getAccessKey()).isEqualTo(accessKey);
		assertThat(s3.getSecretKey()).isEqualTo(secretKey);
		assertThat(context).doesNotHaveBean(DynamoDbConnectionDetails.class);
	}

	@Test
	void bringsNothingForAStoreWithoutItsLibrary() {
		this.runner.withUserConfiguration(LocalStack.class)
			.withClassLoader(new FilteredClassLoader("software.amazon.awssdk.services.dynamodb"))
			.run((context) -> assertThat(context.getBeansOfType(ConnectionDetails.class).values()).singleElement()
				.isInstanceOf(S3ConnectionDetails.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Consul {

		@Bean
		@ServiceConnection(name = "hashicorp/consul")
		GenericContainer<?> container() {
			return new PretendedContainer("hashicorp/consul:1.21");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OldConsul {

		@Bean
		@ServiceConnection(name = "consul")
		GenericContainer<?> container() {
			return new PretendedContainer("consul:1.15");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedConsul {

		@Bean
		@ServiceConnection
		ConsulContainer container() {
			return new PretendedConsul().withEnv("CONSUL_HTTP_TOKEN", "secret");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DynamoDbLocal {

		@Bean
		@ServiceConnection(name = "amazon/dynamodb-local")
		GenericContainer<?> container() {
			return new PretendedContainer("amazon/dynamodb-local:2.6.1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LocalStack {

		@Bean
		@ServiceConnection(name = "localstack/localstack")
		GenericContainer<?> container() {
			return new PretendedContainer("localstack/localstack:4").withEnv("DEFAULT_REGION", "eu-north-1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedLocalStack {

		@Bean
		@ServiceConnection
		LocalStackContainer container() {
			return new LocalStackContainer("localstack/localstack:4");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LocalStackForS3 {

		@Bean
		@ServiceConnection(type = S3ConnectionDetails.class)
		LocalStackContainer container() {
			return new LocalStackContainer("localstack/localstack:4");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MinIo {

		@Bean
		@ServiceConnection(name = "minio/minio")
		GenericContainer<?> container() {
			return new PretendedContainer("minio/minio:latest");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedMinIo {

		@Bean
		@ServiceConnection
		MinIOContainer container() {
			return new PretendedMinIo().withUserName("acme").withPassword("hidden-key");
		}

	}

	private static final class PretendedContainer extends GenericContainer<PretendedContainer> {

		private boolean started;

		PretendedContainer(String image) {
			super(image);
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public boolean isRunning() {
			return this.started;
		}

		@Override
		public String getHost() {
			return "docker.test";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

	}

	private static final class PretendedConsul extends ConsulContainer {

		private boolean started;

		PretendedConsul() {
			super("hashicorp/consul:1.21");
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public boolean isRunning() {
			return this.started;
		}

		@Override
		public String getHost() {
			return "docker.test";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

	}

	private static final class PretendedMinIo extends MinIOContainer {

		private boolean started;

		PretendedMinIo() {
			super("minio/minio:latest");
		}

		@Override
		public void start() {
			configure();
			this.started = true;
		}

		@Override
		public boolean isRunning() {
			return this.started;
		}

		@Override
		public String getHost() {
			return "docker.test";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

	}

}
