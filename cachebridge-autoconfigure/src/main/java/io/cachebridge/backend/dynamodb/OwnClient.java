package io.cachebridge.backend.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client of our own, built when it is first needed. To find out the region and the
 * credentials may take calls over the network, for which the AWS SDK has no timeout; so
 * both are looked for in the background, and credentials again while they are used.
 */
final class OwnClient implements ClientSource {

	private final DynamoDbConnectionDetails connection;

	private final ReentrantLock lock = new ReentrantLock();

	private final Lookup<AwsCredentials> lookup = new Lookup<>("cachebridge-dynamodb-credentials", this::prepare,
			OwnClient::isValid);

	private final AwsCredentialsProvider credentials;

	private volatile @Nullable DynamoDbClient client;

	private boolean closed;

	OwnClient(DynamoDbConnectionDetails connection) {
		this.connection = connection;
		this.credentials = credentials(connection);
	}

	@Override
	public DynamoDbClient get(Duration timeout) throws InterruptedException {
		this.lookup.get(timeout);
		return client();
	}

	private DynamoDbClient client() {
		DynamoDbClient built = this.client;
		if (built == null) {
			throw new IllegalStateException("closed");
		}
		return built;
	}

	private AwsCredentials prepare() {
		if (this.client == null) {
			use(build());
		}
		return this.credentials.resolveCredentials();
	}

	private void use(DynamoDbClient built) {
		this.lock.lock();
		try {
			this.client = built;
			if (this.closed) {
				built.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static boolean isValid(AwsCredentials found) {
		return found.expirationTime().map(Instant.now()::isBefore).orElse(true);
	}

	private DynamoDbClient build() {
		DynamoDbClientBuilder builder = DynamoDbClient.builder();
		String region = this.connection.getRegion();
		if (region != null) {
			builder.region(Region.of(region));
		}
		URI endpoint = this.connection.getEndpoint();
		if (endpoint != null) {
			builder.endpointOverride(endpoint);
		}
		return builder.credentialsProvider(this.lookup::latest).build();
	}

	private static AwsCredentialsProvider credentials(DynamoDbConnectionDetails connection) {
		String accessKey = connection.getAccessKey();
		return (accessKey != null)
				? StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, connection.getSecretKey()))
				: DefaultCredentialsProvider.builder().build();
	}

	@Override
	public @Nullable DynamoDbClient current() {
		return this.client;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			DynamoDbClient built = this.client;
			if (built != null) {
				built.close();
			}
			if (this.credentials instanceof SdkAutoCloseable provider) {
				provider.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
