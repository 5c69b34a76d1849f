package io.cachebridge.backend.s3;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.cachebridge.backend.s3.ScriptedStore.Answer;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class S3FailuresTests {

	private static final String KEY = "shop:customers:jane";

	private static final StoredRecord NEXT = StoredRecord.of(new byte[] { 7 }, new Version(3, 4), null);

	@ParameterizedTest
	@CsvSource({ "503, SlowDown", "500, InternalError", "503, ServiceUnavailable", "400, RequestTimeout",
			"409, OperationAborted", "400, ExpiredToken", "429, TooManyRequests" })
	void tellsWhatPassesAsUnavailable(int status, String code) {
		CacheBackendException failure = failure(ScriptedStore.error(status, code));
		assertThat(failure).isInstanceOf(BackendUnavailableException.class)
			.hasMessageContaining("the store answered %d %s".formatted(status, code));
	}

	@ParameterizedTest
	@CsvSource({ "400, InvalidRequest", "405, MethodNotAllowed", "501, NotImplemented" })
	void tellsTheAnswerOfTheStore(int status, String code) {
		assertThat(failure(ScriptedStore.error(status, code)))
			.hasMessageContaining("the store answered %d %s".formatted(status, code));
	}

	@Test
	void tellsWhatAReadOnlyStoreHasToAllow() {
		String text = "User: arn:aws:iam::1:user/bob may not put %s with %s".formatted(KEY, ScriptedStore.ACCESS_KEY);
		CacheBackendException failure = failure(ScriptedStore.error(403, "AccessDenied", text));
		assertThat(failure).isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("allow s3:GetObject, s3:PutObject and s3:DeleteObject")
			.hasMessageContaining("s3:ListBucket");
	}

	@ParameterizedTest
	@CsvSource({ "InvalidAccessKeyId", "SignatureDoesNotMatch" })
	void tellsThatCredentialsAreWrong(String code) {
		assertThat(failure(ScriptedStore.error(403, code, ScriptedStore.ACCESS_KEY)))
			.isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("the credentials are refused (%s)".formatted(code));
	}

	@Test
	void tellsThatAClockIsWrong() {
		assertThat(failure(ScriptedStore.error(403, "RequestTimeTooSkewed")))
			.isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("the clock of this machine and that of the store differ too much");
	}

	@Test
	void tellsHowToCreateTheBucket() {
		assertThat(failure(ScriptedStore.error(404, "NoSuchBucket"))).isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("aws s3api create-bucket --bucket acme-cache --region eu-central-1 "
					+ "--create-bucket-configuration LocationConstraint=eu-central-1 --endpoint-url http://127.0.0.1:")
			.hasMessageContaining("'create-bucket: true'");
	}

	@Test
	void tellsTheRegionOfTheBucket() {
		Answer redirect = ScriptedStore.answer(301, "<Error><Code>PermanentRedirect</Code></Error>",
				Map.of("x-amz-bucket-region", "us-west-2"));
		assertThat(failure(redirect)).isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("bucket 'acme-cache' is in another region, us-west-2; set 'cachebridge.s3.region'");
	}

	@Test
	void isDownWithTheReason() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(404, "NoSuchBucket"));
				CacheBackend backend = store.backend()) {
			BackendHealth health = backend.health();
			assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
			assertThat(health.details().toString()).contains("create-bucket", "acme-cache")
				.doesNotContain(ScriptedStore.ACCESS_KEY, ScriptedStore.SECRET_KEY);
		}
	}

	@Test
	void asksAgainWhenTheStoreIsBusyForAMoment() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(503, "SlowDown"),
				ScriptedStore.error(404, "NoSuchKey")); CacheBackend backend = store.backend()) {
			assertThat(backend.get(KEY)).isNull();
			assertThat(store.requests).hasSize(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "503, SlowDown", "429, TooManyRequests" })
	void makesAWriteAgainThatTheStoreHasNotBegun(int status, String code) {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(status, code), ScriptedStore.written("a"));
				CacheBackend backend = store.backend("timeout=10s")) {
			assertThat(backend.putIf(KEY, null, NEXT)).isEqualTo(PutOutcome.applied(NEXT));
			assertThat(store.requests).hasSize(2);
		}
	}

	@Test
	void makesNoWriteAgainThatMayHaveBeenMade() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(500, "InternalError"),
				ScriptedStore.error(404, "NoSuchKey")); CacheBackend backend = store.backend("timeout=10s")) {
			assertThat(catchThrowableOfType(BackendUnavailableException.class, () -> backend.put(KEY, NEXT)))
				.hasMessageContaining("the store answered 500 InternalError");
			assertThat(store.requests).extracting((request) -> request.split(" ", -1)[0]).containsExactly("PUT", "GET");
		}
	}

	@Test
	void knowsItsOwnWriteWhenSomethingBetweenHasAskedTwice() {
		Answer own = ScriptedStore.answer(200, new String(RecordFormat.write(NEXT), StandardCharsets.UTF_8),
				Map.of("ETag", "\"a\""));
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(412, "PreconditionFailed"), own);
				CacheBackend backend = store.backend()) {
			assertThat(backend.putIf(KEY, null, NEXT)).isEqualTo(PutOutcome.applied(NEXT));
		}
	}

	@Test
	void rejectsHeadersOfABucketThatIsMissing() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(404, "NoSuchBucket"));
				CacheBackend backend = store.backend("timeout=10s")) {
			assertThat(catchThrowableOfType(BackendRejectedException.class, () -> backend.headers(List.of(KEY))))
				.hasMessageContaining("bucket 'acme-cache' does not exist");
		}
	}

	@Test
	void triesAgainWhenTheStoreTellsOfAConflict() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(409, "ConditionalRequestConflict"),
				ScriptedStore.error(404, "NoSuchKey"), ScriptedStore.written("a"));
				CacheBackend backend = store.backend()) {
			assertThat(backend.putIf(KEY, null, NEXT)).isEqualTo(PutOutcome.applied(NEXT));
		}
	}

	@Test
	void givesUpWhenTheConflictStays() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(404, "NoSuchKey"));
				CacheBackend backend = store.backend("timeout=1s")) {
			assertThat(catchThrowableOfType(BackendUnavailableException.class, () -> backend.putIf(KEY, null, NEXT)))
				.hasMessageContaining("others write the same object all the time");
		}
	}

	@Test
	void createsTheBucketIfAllowed() {
		try (ScriptedStore store = new ScriptedStore(ScriptedStore.error(404, "NoSuchBucket"),
				ScriptedStore.answer(200, "", Map.of()), ScriptedStore.written("a"));
				CacheBackend backend = store.backend("create-bucket=true")) {
			backend.put(KEY, NEXT);
			assertThat(store.requests).containsExactly("PUT /acme-cache/cachebridge/" + KEY, "PUT /acme-cache",
					"PUT /acme-cache/cachebridge/" + KEY);
		}
	}

	@Test
	void tellsThatAnObjectWasNotRemoved() {
		Answer listed = ScriptedStore.answer(200,
				"<ListBucketResult><Contents><Key>cachebridge/a</Key><ETag>\"x\"</ETag></Contents></ListBucketResult>",
				Map.of());
		Answer denied = ScriptedStore.answer(200,
				"<DeleteResult><Error><Key>cachebridge/a</Key><Code>AccessDenied</Code></Error></DeleteResult>",
				Map.of());
		try (ScriptedStore store = new ScriptedStore(listed, denied); CacheBackend backend = store.backend()) {
			assertThat(catchThrowableOfType(BackendRejectedException.class, () -> backend.deleteByPrefix("a")))
				.hasMessageContaining("access to bucket 'acme-cache' is denied");
		}
	}

	@Test
	void declaresNoConditionalWritesWhereConditionsAreNotKnown() {
		assertThat(conditions(ScriptedStore.error(501, "NotImplemented"))).isEqualTo(new Conditions(false, false));
	}

	@Test
	void declaresNoConditionalWritesWhenTheStoreIsAway() {
		assertThat(conditions(ScriptedStore.error(503, "ServiceUnavailable"))).isEqualTo(new Conditions(false, false));
		assertThat(conditions(ScriptedStore.error(403, "AccessDenied"))).isEqualTo(new Conditions(false, false));
	}

	private static Conditions conditions(Answer... answers) {
		try (ScriptedStore store = new ScriptedStore(answers)) {
			return Conditions.of("s3", "cachebridge.s3", store.bucket("timeout=10s"),
					ScriptedStore.settings("timeout=10s"));
		}
	}

	private static CacheBackendException failure(Answer answer) {
		try (ScriptedStore store = new ScriptedStore(answer); CacheBackend backend = store.backend("timeout=10s")) {
			List<ThrowingCallable> calls = List.of(() -> backend.putIf(KEY, null, NEXT), () -> backend.delete(KEY),
					() -> backend.getAll(List.of(KEY)), () -> backend.prune(Instant.now()),
					() -> backend.increment(KEY, 1, Duration.ofMinutes(1)), () -> backend.put(KEY, NEXT));
			CacheBackendException last = null;
			for (ThrowingCallable call : calls) {
				last = catchThrowableOfType(CacheBackendException.class, call);
				assertThat(last).isNotNull()
					.hasMessageNotContaining(KEY)
					.hasMessageNotContaining(ScriptedStore.ACCESS_KEY)
					.hasMessageNotContaining(ScriptedStore.SECRET_KEY)
					.hasNoCause();
			}
			return last;
		}
	}

}
