package io.cachebridge.backend.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;

import io.cachebridge.backend.s3.CacheBridgeS3Properties.Encryption;
import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.support.CompareAndSet;
import io.cachebridge.spi.support.NamedInstances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nothing here needs a server, which shows that none is connected.
 */
class CacheBridgeS3AutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeS3AutoConfiguration.class));

	private final ApplicationContextRunner used = this.runner.withPropertyValues("cachebridge.s3.bucket=acme-cache",
			"cachebridge.s3.region=eu-central-1", "cachebridge.s3.compare-and-set=enabled");

	@Test
	void offersBackend() {
		this.used.run((context) -> {
			assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("s3");
			CacheBridgeS3Properties properties = context.getBean(CacheBridgeS3Properties.class);
			assertThat(properties.prefix()).isEqualTo("cachebridge/");
			assertThat(properties.serverSideEncryption()).isEqualTo(Encryption.NONE);
			assertThat(properties.createBucket()).isFalse();
			assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(3));
			assertThat(properties.parallelism()).isEqualTo(16);
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "s3")) {
				assertThat(backend.capabilities()).containsExactlyInAnyOrder(Capability.CONDITIONAL_PUT,
						Capability.SHARED, Capability.REMOTE, Capability.DURABLE, Capability.ENUMERATION,
						Capability.COUNTER);
				assertThat(backend.pruneInterval()).isEqualTo(Duration.ofMinutes(5));
				assertThat(backend.limits().maximumKeyBytes()).isEqualTo(333);
			}
		});
	}

	@Test
	void needsNothingAsLongAsNoCacheUsesIt() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.used.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.used.withClassLoader(new FilteredClassLoader("software.amazon.awssdk"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void userProviderWins() {
		this.used
			.withBean("cacheBridgeS3BackendProvider", CacheBackendProvider.class, () -> UserProviders.backends("s3"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(S3BackendProvider.class));
	}

	@Test
	void asksForTheBucketWhenACacheUsesIt() {
		this.runner.withPropertyValues("cachebridge.s3.instances.archive.region=eu-west-1").run((context) -> {
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "s3"))
				.withMessage("'cachebridge.s3.bucket' must be set, as a cache uses backend 's3'; "
						+ "name a bucket that the application may use");
			assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "archive"))
				.withMessageStartingWith("'cachebridge.s3.instances.archive.bucket' must be set");
		});
	}

	@Test
	void offersFurtherBucketsByName() {
		MockEnvironment environment = new MockEnvironment().withProperty("cachebridge.s3.bucket", "acme-cache")
			.withProperty("cachebridge.s3.timeout", "9s")
			.withProperty("cachebridge.s3.instances.archive.bucket", "acme-reports");
		CacheBridgeS3Properties archive = NamedInstances
			.of("s3", CacheBridgeS3Properties.class, environment, Set.of("archive"))
			.get("archive");
		assertThat(archive.bucket()).isEqualTo("acme-reports");
		assertThat(archive.timeout()).isEqualTo(Duration.ofSeconds(9));
		this.used.withPropertyValues("cachebridge.s3.instances.archive.bucket=acme-reports").run((context) -> {
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.names()).containsExactly("archive", "s3");
			create(provider, "archive").close();
		});
	}

	@Test
	void usesTheClientOfTheApplicationAndLeavesItOpen() {
		this.runner.withBean("mine", S3Client.class, CacheBridgeS3AutoConfigurationTests::client)
			.withPropertyValues("cachebridge.s3.bucket=acme-cache", "cachebridge.s3.compare-and-set=disabled")
			.run((context) -> {
				ClientUse use = client(context, "s3");
				assertThat(use.client()).isSameAs(context.getBean(S3Client.class));
				assertThat(use.owned()).isFalse();
				try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "s3")) {
					assertThat(backend.capabilities()).doesNotContain(Capability.CONDITIONAL_PUT, Capability.COUNTER);
				}
			});
	}

	@Test
	void asksWhichClientToUse() {
		ApplicationContextRunner two = this.runner
			.withBean("mine", S3Client.class, CacheBridgeS3AutoConfigurationTests::client)
			.withBean("other", S3Client.class, CacheBridgeS3AutoConfigurationTests::client)
			.withPropertyValues("cachebridge.s3.bucket=acme-cache", "cachebridge.s3.compare-and-set=enabled");
		two.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "s3"))
			.withMessage("'cachebridge.s3.client' must be set, as there are several beans of type S3Client; "
					+ "name the one to use"));
		two.withPropertyValues("cachebridge.s3.client=other")
			.run((context) -> assertThat(client(context, "s3").client()).isSameAs(context.getBean("other")));
	}

	@Test
	void refusesAnAddressBesideAClient() {
		this.used.withBean("mine", S3Client.class, CacheBridgeS3AutoConfigurationTests::client)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "s3"))
				.withMessageContaining("'cachebridge.s3.region'")
				.withMessageContaining("a bean of type S3Client is used"));
	}

	@Test
	void buildsAClientFromTheProperties() {
		this.used
			.withPropertyValues("cachebridge.s3.endpoint=http://127.0.0.1:1", "cachebridge.s3.path-style-access=true")
			.run((context) -> {
				try (ClientUse use = client(context, "s3")) {
					assertThat(use.owned()).isTrue();
					assertThat(use.client().serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
					assertThat(use.client().serviceClientConfiguration().endpointOverride())
						.contains(URI.create("http://127.0.0.1:1"));
				}
			});
	}

	@Test
	void connectionDetailsWinOverWhatIsConfigured() {
		this.used.withBean(S3ConnectionDetails.class, ServiceDetails::new)
			.withPropertyValues("cachebridge.s3.endpoint=http://127.0.0.1:1",
					"cachebridge.s3.instances.archive.bucket=acme-reports",
					"cachebridge.s3.instances.remote.endpoint=http://127.0.0.1:2")
			.run((context) -> {
				for (String name : Set.of("s3", "archive")) {
					try (ClientUse use = client(context, name)) {
						S3ServiceClientConfiguration client = use.client().serviceClientConfiguration();
						assertThat(client.endpointOverride()).contains(URI.create("http://service.test:9000"));
						assertThat(client.region()).isEqualTo(Region.SA_EAST_1);
						AwsCredentialsIdentity credentials = (AwsCredentialsIdentity) client.credentialsProvider()
							.resolveIdentity()
							.join();
						assertThat(credentials.accessKeyId()).isEqualTo("access");
						assertThat(credentials.secretAccessKey()).isEqualTo("secret");
					}
				}
				try (ClientUse use = client(context, "remote")) {
					S3ServiceClientConfiguration client = use.client().serviceClientConfiguration();
					assertThat(client.endpointOverride()).contains(URI.create("http://127.0.0.1:2"));
					assertThat(client.region()).isEqualTo(Region.EU_CENTRAL_1);
				}
			});
	}

	@Test
	void theClientOfTheApplicationWinsOverConnectionDetails() {
		this.runner.withBean(S3ConnectionDetails.class, ServiceDetails::new)
			.withBean("mine", S3Client.class, CacheBridgeS3AutoConfigurationTests::client)
			.run((context) -> assertThat(client(context, "s3").client()).isSameAs(context.getBean(S3Client.class)));
	}

	@Test
	void namesTheBucketInThePathWhereThereIsAnEndpoint() {
		S3ConnectionDetails amazon = () -> null;
		assertThat(new ServiceDetails().isPathStyleAccess()).isTrue();
		assertThat(amazon.isPathStyleAccess()).isFalse();
	}

	@Test
	void bindsEncryptionAsAmazonWritesIt() {
		this.used
			.withPropertyValues("cachebridge.s3.server-side-encryption=aws:kms", "cachebridge.s3.kms-key-id=alias/acme")
			.run((context) -> {
				assertThat(context.getBean(CacheBridgeS3Properties.class).serverSideEncryption())
					.isEqualTo(Encryption.AWS_KMS);
				assertThat(context.getBean(CacheBridgeS3Properties.class).compareAndSet())
					.isEqualTo(CompareAndSet.ENABLED);
			});
	}

	@Test
	void instanceTakesTheEncryptionOfTheType() {
		this.used
			.withPropertyValues("cachebridge.s3.server-side-encryption=aws:kms",
					"cachebridge.s3.instances.archive.kms-key-id=alias/archive",
					"cachebridge.s3.instances.archive.bucket=acme-reports")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				create(context.getBean(CacheBackendProvider.class), "archive").close();
			});
	}

	@Test
	void refusesAKeyOfAnotherEncryptionWhenItIsUsed() {
		this.used.withPropertyValues("cachebridge.s3.kms-key-id=alias/acme")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "s3"))
				.withMessage(
						"'cachebridge.s3.kms-key-id' needs 'cachebridge.s3.server-side-encryption' to be aws:kms"));
	}

	@Test
	void takesAmazonsStoreToKeepConditionsWithoutAsking() {
		this.used.withPropertyValues("cachebridge.s3.compare-and-set=probe").run((context) -> {
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "s3")) {
				assertThat(backend.capabilities()).contains(Capability.CONDITIONAL_PUT, Capability.COUNTER);
			}
		});
	}

	@Test
	void asksAStoreWhoseAddressIsNotAmongTheProperties() {
		String property = "aws.endpointUrlS3";
		System.setProperty(property, "http://127.0.0.1:1");
		try {
			this.used.withPropertyValues("cachebridge.s3.compare-and-set=probe", "cachebridge.s3.timeout=500ms")
				.run((context) -> {
					try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "s3")) {
						assertThat(backend.capabilities()).doesNotContain(Capability.CONDITIONAL_PUT);
					}
				});
		}
		finally {
			System.clearProperty(property);
		}
	}

	@Test
	void refusesValuesThatCannotWork() {
		assertRefused("timeout=0s", "'cachebridge.s3.timeout' must be positive but was PT0S");
		assertRefused("parallelism=0", "'cachebridge.s3.parallelism' must be from 1 to 256 but was 0");
		assertRefused("prune-interval=-1s", "'cachebridge.s3.prune-interval' must not be negative but was PT-1S");
		assertRefused("endpoint=http://user:secret@host",
				"'cachebridge.s3.endpoint' must be an address like https://host:port without credentials");
		for (String prefix : new String[] { "../", "a/../b/", "/a/", "a//", "a", "a b/", "%2e/" }) {
			assertRefused("prefix=" + prefix,
					"'cachebridge.s3.prefix' must be empty, or of letters, digits and any of _.=:!- in parts that end "
							+ "with a slash, 512 characters at most, but was '" + prefix + "'");
		}
	}

	private void assertRefused(String property, String message) {
		this.used.withPropertyValues("cachebridge.s3." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	private static ClientUse client(BeanFactory context, String name) {
		NamedInstances<CacheBridgeS3Properties> instances = NamedInstances.of("s3", CacheBridgeS3Properties.class,
				context.getBean(Environment.class), Set.of("archive", "remote"));
		return context.getBean(S3BackendProvider.class).client(name, instances.get(name));
	}

	private static CacheBackend create(CacheBackendProvider provider, String name) {
		return provider.create(name, noOthers());
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

	private static S3Client client() {
		return S3Client.builder().region(Region.EU_WEST_1).build();
	}

	private static final class ServiceDetails implements S3ConnectionDetails {

		@Override
		public URI getEndpoint() {
			return URI.create("http://service.test:9000");
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
