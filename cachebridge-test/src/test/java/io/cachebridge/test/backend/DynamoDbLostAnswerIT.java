package io.cachebridge.test.backend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.DynamoDbServerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Writes that have happened though their answers are lost, while others write too.
 */
class DynamoDbLostAnswerIT {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends others = with(() -> DynamoDbClients.open(dynamoDb.endpoint()));

	private static final StoredRecord STORED = StoredRecord.of(new byte[] { 1 }, new Version(1, 2), null);

	/** What happens between a write and the loss of its answer. */
	private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();

	private ConfiguredBackends backends;

	private CacheBackend backend;

	private CacheBackend other;

	@BeforeEach
	void open() {
		this.other = others.create("dynamodb");
		this.other.delete("a");
		SdkHttpClient http = new LosingClient(ApacheHttpClient.create());
		this.backends = with(() -> DynamoDbClient.builder()
			.endpointOverride(dynamoDb.endpoint())
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.httpClient(http)
			.build());
		this.backend = this.backends.create("dynamodb");
		this.backend.get("a");
	}

	@AfterEach
	void close() throws Exception {
		this.backends.afterAll(null);
	}

	private static ConfiguredBackends with(Supplier<DynamoDbClient> client) {
		return DynamoDbBackendContractIT.dynamoDbWith(client, "cachebridge.dynamodb.create-table=true",
				"cachebridge.dynamodb.timeout=20s");
	}

	@Test
	void isWrittenAndKnownIfNobodyElseHasWritten() {
		this.meanwhile.set(() -> {
		});
		assertThat(this.backend.putIf("a", null, STORED)).isEqualTo(PutOutcome.applied(STORED));
		this.meanwhile.set(() -> {
		});
		this.backend.put("a", STORED);
		this.meanwhile.set(() -> {
		});
		assertThat(this.backend.increment("counter", 1, Duration.ofHours(1))).isOne();
		this.meanwhile.set(() -> {
		});
		assertThat(this.backend.increment("counter", 1, null)).isEqualTo(2);
	}

	@Test
	void doesNotComeBackAfterItWasRemoved() {
		this.meanwhile.set(() -> this.other.delete("a"));
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> this.backend.putIf("a", null, STORED));
		assertThat(this.other.get("a")).isNull();
		this.meanwhile.set(() -> this.other.delete("a"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.backend.put("a", STORED));
		assertThat(this.other.get("a")).isNull();
	}

	@Test
	void countsOnceThoughAnotherNodeCountsToo() {
		this.other.increment("shared", 1, Duration.ofHours(1));
		this.meanwhile.set(() -> this.other.increment("shared", 1, null));
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> this.backend.increment("shared", 1, null));
		assertThat(this.other.increment("shared", 0, null)).isEqualTo(3);
	}

	/**
	 * Loses the answer to a write.
	 */
	private final class LosingClient implements SdkHttpClient {

		private final SdkHttpClient client;

		private LosingClient(SdkHttpClient client) {
			this.client = client;
		}

		@Override
		public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
			String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
			boolean write = target.endsWith("PutItem") || target.endsWith("UpdateItem");
			ExecutableHttpRequest prepared = this.client.prepareRequest(request);
			return new ExecutableHttpRequest() {

				@Override
				public HttpExecuteResponse call() throws IOException {
					HttpExecuteResponse response = prepared.call();
					Runnable next = (write && response.httpResponse().isSuccessful())
							? DynamoDbLostAnswerIT.this.meanwhile.getAndSet(null) : null;
					if (next != null) {
						next.run();
						throw new IOException("the answer is lost");
					}
					return response;
				}

				@Override
				public void abort() {
					prepared.abort();
				}

			};
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
