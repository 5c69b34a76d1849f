package io.cachebridge.backend.dynamodb;

import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * A client of our own, built when it is first needed: to find out the region may take
 * calls over the network.
 */
final class OwnClient implements ClientSource {

	private final DynamoDbConnectionDetails connection;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable DynamoDbClient client;

	private volatile boolean closed;

	OwnClient(DynamoDbConnectionDetails connection) {
		this.connection = connection;
	}

	@Override
	public DynamoDbClient get() {
		DynamoDbClient built = this.client;
		return (built != null) ? built : buildOnce();
	}

	private DynamoDbClient buildOnce() {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("closed");
			}
			DynamoDbClient built = this.client;
			if (built == null) {
				built = build();
				this.client = built;
			}
			return built;
		}
		finally {
			this.lock.unlock();
		}
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
		String accessKey = this.connection.getAccessKey();
		if (accessKey != null) {
			builder.credentialsProvider(StaticCredentialsProvider
				.create(AwsBasicCredentials.create(accessKey, this.connection.getSecretKey())));
		}
		return builder.build();
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
		}
		finally {
			this.lock.unlock();
		}
	}

}
