package io.cachebridge.backend.dynamodb;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What becomes of answers that a DynamoDB in order does not give.
 */
class DynamoDbBackendTests {

	private static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";

	private static final StoredRecord STORED = StoredRecord.of(new byte[] { 1 }, new Version(1, 2), null);

	private DynamoDbStandIn dynamoDb;

	private DynamoDbClient client;

	@BeforeEach
	void start() throws IOException {
		this.dynamoDb = new DynamoDbStandIn();
		this.client = DynamoDbClient.builder()
			.endpointOverride(this.dynamoDb.endpoint())
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, "secret")))
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.dynamoDb.close();
	}

	private CacheBackend backend(Duration timeout, boolean consistentRead) {
		return backend(this.client, timeout, consistentRead);
	}

	private static CacheBackend backend(DynamoDbClient client, Duration timeout, boolean consistentRead) {
		CacheBridgeDynamoDbProperties settings = new CacheBridgeDynamoDbProperties("shop", false, null, null,
				consistentRead, timeout, new CacheBridgeDynamoDbProperties.Backplane(Duration.ofSeconds(1)), Map.of(),
				null);
		return new DynamoDbBackend(
				new DynamoDbTable("dynamodb", "cachebridge.dynamodb", settings, new SharedClient(client)),
				Clock.systemUTC());
	}

	private CacheBackend backend() {
		return backend(Duration.ofMillis(500), true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded" })
	void isUnavailableWhenThrottled(String code) {
		this.dynamoDb.answerAlways(400, DynamoDbStandIn.error(code, "slow down"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend().get("secret-key"))
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("secret-key"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504 })
	void isUnavailableWhenDynamoDbFails(int status) {
		this.dynamoDb.answerAlways(status, "<html>no JSON at all</html>");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend().put("a", STORED));
		assertThat(backend().health().status()).isEqualTo(BackendHealth.Status.DOWN);
	}

	@Test
	void goesOnWhenDynamoDbRecovers() {
		this.dynamoDb.answerNext(500, "{}");
		this.dynamoDb.answerNext(400, DynamoDbStandIn.error("ThrottlingException", "slow down"));
		assertThat(backend(Duration.ofSeconds(5), true).get("a")).isNull();
		assertThat(this.dynamoDb.requests()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UnrecognizedClientException", "InvalidSignatureException", "IncompleteSignatureException",
			"MissingAuthenticationTokenException" })
	void isRejectedForWrongCredentialsAndTellsNone(String code) {
		this.dynamoDb.answerAlways(400,
				DynamoDbStandIn.error(code, "canonical string: " + ACCESS_KEY + " x-amz-security-token:hidden"));
		assertThat(rejection()).hasMessageContaining(code)
			.hasMessageContaining("check them")
			.satisfies((failure) -> assertThat(print(failure)).doesNotContain(ACCESS_KEY, "hidden"));
	}

	@Test
	void isRejectedWithoutPermission() {
		this.dynamoDb.answerAlways(400, DynamoDbStandIn.error("AccessDeniedException",
				"User " + ACCESS_KEY + " is not authorized to perform: dynamodb:GetItem"));
		assertThat(rejection()).hasMessageContaining("not authorized")
			.hasMessageContaining("the policy must allow")
			.satisfies((failure) -> assertThat(print(failure)).doesNotContain(ACCESS_KEY));
	}

	@Test
	void isUnavailableWhileCredentialsAreExpired() {
		this.dynamoDb.answerAlways(400, DynamoDbStandIn.error("ExpiredTokenException", "token hidden"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend().get("a"))
			.satisfies((failure) -> assertThat(print(failure)).doesNotContain("hidden"));
	}

	@Test
	void tellsHowToCreateTheTable() {
		this.dynamoDb.answerAlways(400, DynamoDbStandIn.error("ResourceNotFoundException", "not found"));
		assertThat(rejection()).hasMessageContaining("aws dynamodb create-table --table-name shop")
			.hasMessageContaining("aws dynamodb update-time-to-live --table-name shop")
			.hasMessageContaining("--region us-east-1 --endpoint-url " + this.dynamoDb.endpoint())
			.hasMessageContaining("'cachebridge.dynamodb.create-table'");
	}

	@Test
	void isUnavailableWhenTheAnswerIsNoAnswer() {
		this.dynamoDb.answerAlways(200, "no JSON at all");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend().get("a"));
	}

	@Test
	void triesAgainWhatWasLeftUnread() {
		this.dynamoDb.answerNext(200, """
				{"Responses":{"shop":[{"k":{"S":"a"}}]},"UnprocessedKeys":{"shop":{"Keys":[{"k":{"S":"b"}}]}}}""");
		this.dynamoDb.answerNext(200, """
				{"Responses":{"shop":[{"k":{"S":"b"}}]},"UnprocessedKeys":{}}""");
		assertThat(backend().getAll(List.of("a", "b"))).containsOnlyKeys("a", "b");
		assertThat(this.dynamoDb.requests().get(1)).contains("\"b\"").doesNotContain("\"a\"");
	}

	@Test
	void triesAgainWhatWasLeftUnwritten() {
		this.dynamoDb.answerNext(200, """
				{"UnprocessedItems":{"shop":[{"DeleteRequest":{"Key":{"k":{"S":"b"}}}}]}}""");
		backend().putAll(Map.of("a", STORED, "b", STORED));
		assertThat(this.dynamoDb.requests()).hasSize(2);
	}

	@Test
	void isUnavailableWhenWorkIsLeftForTooLong() {
		this.dynamoDb.answerAlways(200, """
				{"Responses":{},"UnprocessedKeys":{"shop":{"Keys":[{"k":{"S":"a"}}]}}}""");
		Instant start = Instant.now();
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> backend().headers(List.of("a", "b")))
			.withMessageContaining("1 of 2 items undone");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
		assertThat(this.dynamoDb.requests()).hasSizeBetween(3, 30);
	}

	@Test
	void tellsWhatIsLeftIfAnotherTryTakesTooLong() {
		this.dynamoDb.answerNext(200, """
				{"Responses":{},"UnprocessedKeys":{"shop":{"Keys":[{"k":{"S":"a"}}]}}}""");
		this.dynamoDb.answerNoMore();
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> backend().headers(List.of("a", "b")))
			.withMessageContaining("1 of 2 items undone")
			.withCauseInstanceOf(ApiCallTimeoutException.class);
	}

	@Test
	void knowsItsOwnWriteWhenTheAnswerWasLost() {
		for (Consumer<CacheBackend> write : List.<Consumer<CacheBackend>>of((backend) -> backend.put("a", STORED),
				(backend) -> assertThat(backend.putIf("a", null, STORED)).isEqualTo(PutOutcome.applied(STORED)))) {
			this.dynamoDb.answerNext(500, "{}");
			this.dynamoDb.answerNext(200, """
					{"Item":{"k":{"S":"a"},"f":{"N":"1"},"v":{"B":"AAAAAAAAAAEAAAAAAAAAAg=="},"c":{"B":"AQ=="}}}""");
			write.accept(backend());
		}
		assertThat(this.dynamoDb.targets()).containsExactly("PutItem", "GetItem", "PutItem", "GetItem");
	}

	@Test
	void doesNotWriteAgainWhatMayHaveBeenRemovedMeanwhile() {
		for (Consumer<CacheBackend> write : List.<Consumer<CacheBackend>>of((backend) -> backend.put("a", STORED),
				(backend) -> backend.putIf("a", null, STORED), (backend) -> backend.increment("a", 1, null))) {
			this.dynamoDb.answerNext(500, "{}");
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> write.accept(backend()));
		}
		assertThat(this.dynamoDb.targets()).containsExactly("PutItem", "GetItem", "PutItem", "GetItem", "UpdateItem",
				"GetItem");
	}

	@Test
	@SuppressWarnings("deprecation")
	void doesNotLetClientsWithAPolicyWriteAgainEither() {
		try (DynamoDbClient retrying = DynamoDbClient.builder()
			.endpointOverride(this.dynamoDb.endpoint())
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, "secret")))
			.overrideConfiguration((configuration) -> configuration.retryPolicy(RetryPolicy.defaultRetryPolicy()))
			.build()) {
			this.dynamoDb.answerNext(500, "{}");
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend(retrying, Duration.ofSeconds(5), true).putIf("a", null, STORED));
			assertThat(this.dynamoDb.targets()).containsExactly("PutItem", "GetItem");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TransactionConflictException", "ThrottlingException" })
	void writesAgainWhatWasRefusedForAMoment(String code) {
		CacheBackend backend = backend(Duration.ofSeconds(5), true);
		for (Runnable write : List.<Runnable>of(() -> backend.put("a", STORED), () -> backend.putIf("a", null, STORED),
				() -> backend.delete("a"), () -> backend.putAll(Map.of("a", STORED)))) {
			this.dynamoDb.answerNext(400, DynamoDbStandIn.error(code, "ongoing"));
			write.run();
		}
		this.dynamoDb.answerNext(400, DynamoDbStandIn.error(code, "ongoing"));
		this.dynamoDb.answerNext(200, """
				{"Attributes":{"n":{"N":"7"}}}""");
		assertThat(backend.increment("a", 1, null)).isEqualTo(7);
	}

	@Test
	void isUnavailableWhenATransactionIsInTheWayForTooLong() {
		this.dynamoDb.answerAlways(400, DynamoDbStandIn.error("TransactionConflictException", "ongoing"));
		Instant start = Instant.now();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend().put("a", STORED));
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void removesManyWithinTheTimeoutOfOneCall() {
		this.dynamoDb.answerAlways(400, """
				{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"canceled",
				"CancellationReasons":[{"Code":"TransactionConflict"},{"Code":"None"}]}""");
		Instant start = Instant.now();
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> backend(Duration.ofSeconds(2), true).deleteAllIf(Map.of("a", STORED, "b", STORED)));
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
		assertThat(this.dynamoDb.requests()).hasSizeBetween(2, 30);
	}

	@Test
	void enablesTimeToLiveLaterIfThatFailsAtFirst() {
		this.dynamoDb.answerNext(200, """
				{"Table":{"TableStatus":"ACTIVE"}}""");
		this.dynamoDb.answerNext(400, DynamoDbStandIn.error("ValidationException", "modified multiple times"));
		this.dynamoDb.answerNext(200, """
				{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}""");
		CacheBridgeDynamoDbProperties settings = new CacheBridgeDynamoDbProperties("shop", true, null, null, true,
				Duration.ofSeconds(5), new CacheBridgeDynamoDbProperties.Backplane(Duration.ofSeconds(1)), Map.of(),
				null);
		TableCreation creation = new TableCreation("dynamodb", settings,
				AwsRequestOverrideConfiguration.builder().apiCallTimeout(settings.timeout()).build(), Duration.ZERO);
		assertThatNoException().isThrownBy(() -> creation.ensureExists(this.client));
		assertThatNoException().isThrownBy(() -> creation.ensureExists(this.client));
		assertThatNoException().isThrownBy(() -> creation.ensureExists(this.client));
		assertThat(this.dynamoDb.targets()).containsExactly("DescribeTable", "DescribeTimeToLive", "DescribeTimeToLive",
				"UpdateTimeToLive");
	}

	@Test
	void declaresNoConditionalPutWithoutConsistentReads() {
		CacheBackend backend = backend(Duration.ofSeconds(1), false);
		assertThat(backend.capabilities()).doesNotContain(Capability.CONDITIONAL_PUT);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> backend.putIf("a", null, STORED));
		backend.get("a");
		assertThat(this.dynamoDb.requests()).singleElement().asString().contains("\"ConsistentRead\":false");
	}

	@Test
	void rejectsKeysThatAreTooLong() {
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend().get("ä".repeat(1025)))
			.withMessageContaining("2048")
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("ää"));
		assertThat(this.dynamoDb.requests()).isEmpty();
	}

	@Test
	void neverClosesTheClientOfTheApplication() {
		CacheBackend backend = backend();
		backend.close();
		assertThat(backend.get("a")).isNull();
	}

	private BackendRejectedException rejection() {
		BackendRejectedException failure = catchThrowableOfType(BackendRejectedException.class,
				() -> backend().get("a"));
		assertThat(failure).isNotNull();
		return failure;
	}

	private static String print(CacheBackendException failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
