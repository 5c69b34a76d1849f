package io.cachebridge.backend.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nothing here needs a server, which shows that none is connected.
 */
class CacheBridgeDynamoDbAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeDynamoDbAutoConfiguration.class));

	@Test
	void offersBackendAndBackplane() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.type()).isEqualTo("dynamodb");
			assertThat(provider.names()).containsExactly("dynamodb");
			assertThat(context.getBean(CacheBridgeDynamoDbProperties.class)).satisfies((properties) -> {
				assertThat(properties.table()).isEqualTo("cachebridge");
				assertThat(properties.createTable()).isFalse();
				assertThat(properties.consistentRead()).isTrue();
				assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(1));
			});
			assertThat(context.getBean(BackplaneProvider.class).names()).containsExactly("dynamodb");
			try (CacheBackend backend = provider.create("dynamodb", noOthers());
					Backplane backplane = context.getBean(BackplaneProvider.class).create("dynamodb", "shop")) {
				assertThat(backplane.maximumMessageBytes()).isGreaterThanOrEqualTo(256);
				assertThat(backend.capabilities()).isNotEmpty();
			}
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheBackendProvider.class)
				.doesNotHaveBean(BackplaneProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("software.amazon.awssdk"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheBackendProvider.class)
				.doesNotHaveBean(BackplaneProvider.class));
	}

	@Test
	void userProvidersWin() {
		this.runner
			.withBean("cacheBridgeDynamoDbBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("dynamodb"))
			.withBean("cacheBridgeDynamoDbBackplaneProvider", BackplaneProvider.class,
					() -> UserProviders.backplanes("dynamodb"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DynamoDbBackendProvider.class)
				.doesNotHaveBean(DynamoDbBackplaneProvider.class));
	}

	@Test
	void userClientWinsAndIsNotClosed() {
		try (DynamoDbClient client = client()) {
			this.runner.withBean("mine", DynamoDbClient.class, () -> client, (definition) -> {
			}).run((context) -> {
				DynamoDbInstances instances = context.getBean(DynamoDbInstances.class);
				try (DynamoDbTable table = instances.open("dynamodb", instances.settings("dynamodb"))) {
					assertThat(table.source()).isEqualTo(new SharedClient(client));
				}
			});
		}
	}

	@Test
	void clientOfAnotherRegionIsNotThatOfTheUser() {
		this.runner.withBean(DynamoDbClient.class, CacheBridgeDynamoDbAutoConfigurationTests::client)
			.withPropertyValues("cachebridge.dynamodb.instances.archive.region=us-west-2")
			.run((context) -> {
				DynamoDbInstances instances = context.getBean(DynamoDbInstances.class);
				try (DynamoDbTable table = instances.open("archive", instances.settings("archive"))) {
					assertThat(table.source().current()).isNull();
					assertThat(built(table).region()).isEqualTo(Region.US_WEST_2);
				}
			});
	}

	@Test
	void connectionDetailsWinOverWhatIsConfigured() {
		this.runner.withBean(DynamoDbConnectionDetails.class, ServiceDetails::new)
			.withPropertyValues("cachebridge.dynamodb.region=us-west-2",
					"cachebridge.dynamodb.instances.archive.region=us-west-1",
					"cachebridge.dynamodb.instances.remote.endpoint=http://127.0.0.1:2")
			.run((context) -> {
				for (String name : List.of("dynamodb", "archive")) {
					try (DynamoDbTable table = open(context, name)) {
						DynamoDbServiceClientConfiguration client = built(table);
						assertThat(client.endpointOverride()).contains(URI.create("http://service.test:8000"));
						assertThat(client.region()).isEqualTo(Region.SA_EAST_1);
						AwsCredentialsIdentity credentials = (AwsCredentialsIdentity) client.credentialsProvider()
							.resolveIdentity()
							.join();
						assertThat(credentials.accessKeyId()).isEqualTo("access");
						assertThat(credentials.secretAccessKey()).isEqualTo("secret");
					}
				}
				try (DynamoDbTable table = open(context, "remote")) {
					DynamoDbServiceClientConfiguration client = built(table);
					assertThat(client.endpointOverride()).contains(URI.create("http://127.0.0.1:2"));
					assertThat(client.region()).isEqualTo(Region.US_WEST_2);
				}
			});
	}

	@Test
	void userClientWinsOverConnectionDetails() {
		this.runner.withBean(DynamoDbConnectionDetails.class, ServiceDetails::new)
			.withBean(DynamoDbClient.class, CacheBridgeDynamoDbAutoConfigurationTests::client)
			.run((context) -> assertThat(open(context, "dynamodb").source())
				.isEqualTo(new SharedClient(context.getBean(DynamoDbClient.class))));
	}

	private static DynamoDbTable open(BeanFactory context, String name) {
		DynamoDbInstances instances = context.getBean(DynamoDbInstances.class);
		return instances.open(name, instances.settings(name));
	}

	@Test
	void asksWhichClientToTake() {
		this.runner.withBean("one", DynamoDbClient.class, CacheBridgeDynamoDbAutoConfigurationTests::client)
			.withBean("two", DynamoDbClient.class, CacheBridgeDynamoDbAutoConfigurationTests::client)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThatExceptionOfType(IllegalArgumentException.class)
					.isThrownBy(() -> provider.create("dynamodb", noOthers()))
					.withMessageContaining("one,two")
					.withMessageContaining("'cachebridge.dynamodb.region'");
			});
	}

	@Test
	void bindsNamedInstances() {
		this.runner
			.withPropertyValues("cachebridge.dynamodb.region=eu-west-1", "cachebridge.dynamodb.timeout=3s",
					"cachebridge.dynamodb.endpoint=http://localhost:8000",
					"cachebridge.dynamodb.instances.archive.table=old", "cachebridge.dynamodb.instances.eu.timeout=2s")
			.run((context) -> {
				assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("archive", "dynamodb",
						"eu");
				DynamoDbInstances instances = context.getBean(DynamoDbInstances.class);
				assertThat(instances.settings("archive")).isEqualTo(new CacheBridgeDynamoDbProperties("old", false,
						"eu-west-1", URI.create("http://localhost:8000"), true, Duration.ofSeconds(3),
						new CacheBridgeDynamoDbProperties.Backplane(Duration.ofMillis(500)), Map.of(), null));
				assertThat(instances.settings("eu").timeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(instances.settings("eu").table()).isEqualTo("cachebridge");
			});
	}

	@Test
	void refusesATimeoutThatTheSdkWouldTakeForNone() {
		assertRefused("timeout=500us",
				"'cachebridge.dynamodb.timeout' must be between PT0.001S and PT1H but was PT0.0005S");
		assertRefused("timeout=2h", "'cachebridge.dynamodb.timeout' must be between PT0.001S and PT1H but was PT2H");
	}

	@Test
	void refusesATableThatCannotBe() {
		assertRefused("table=a b", "'cachebridge.dynamodb.table' must be an ARN, or have 3 to 255 letters, digits, "
				+ "'_', '-' and '.', but was 'a b'");
	}

	@Test
	void refusesAnEndpointThatIsNoAddress() {
		assertRefused("endpoint=localhost:8000",
				"'cachebridge.dynamodb.endpoint' must be an http or https address but was 'localhost:8000'");
	}

	@Test
	void refusesToPollTooOften() {
		assertRefused("backplane.poll-interval=1ms",
				"'cachebridge.dynamodb.backplane.poll-interval' must be between PT0.01S and PT1M but was PT0.001S");
	}

	@Test
	void refusesPropertiesThatDoNotExist() {
		this.runner.withPropertyValues("cachebridge.dynamodb.tabel=shop")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("tabel"));
	}

	private void assertRefused(String property, String message) {
		this.runner.withPropertyValues("cachebridge.dynamodb." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	private static DynamoDbServiceClientConfiguration built(DynamoDbTable table) {
		// There may be no credentials, which are looked for once there is a client
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> table.source().current() != null || table.source().get(Duration.ofSeconds(1)) != null);
		return table.source().current().serviceClientConfiguration();
	}

	private static DynamoDbClient client() {
		return DynamoDbClient.builder()
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build();
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

	private static final class ServiceDetails implements DynamoDbConnectionDetails {

		@Override
		public URI getEndpoint() {
			return URI.create("http://service.test:8000");
		}

		@Override
		public String getRegion() {
			return "sa-east-1";
		}

		@Override
		public String getAccessKey() {
			return "access";
		}

		@Override
		public String getSecretKey() {
			return "secret";
		}

	}

}
