package io.cachebridge.test.backend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.S3ServerFixture;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What S3 can do to a cache.
 */
class S3OutageIT {

	@RegisterExtension
	static final S3ServerFixture server = S3ServerFixture.exclusive();

	private static final String WRONG = "wrong-secret";

	private final AtomicLong sequence = new AtomicLong();

	private final String bucket = "cachebridge-" + UUID.randomUUID();

	private final S3Store store = new S3Store(server, this.bucket);

	private ConfiguredBackends backends = this.store.backends("create-bucket=true", "timeout=5s");

	@BeforeEach
	void startServer() {
		server.start();
	}

	@AfterEach
	void closeBackends() {
		this.backends.afterAll(null);
	}

	@Test
	void worksAgainWhenTheStoreIsBack() {
		try (CacheBackend backend = this.backends.create("s3")) {
			StoredRecord stored = stored("content");
			backend.put("a", stored);
			server.stop();
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.putIf("a", stored, stored("next")));
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
			server.start();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.until(() -> stored.equals(backend.get("a")));
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
		}
	}

	@Test
	void isCreatedWhileTheStoreIsAwayAndWorksWhenItComes() {
		server.stop();
		try (CacheBackend backend = this.backends.create("s3")) {
			assertThat(backend.capabilities()).doesNotContain(Capability.CONDITIONAL_PUT, Capability.COUNTER);
			assertUnavailable(() -> backend.put("a", stored("content")));
			server.start();
			StoredRecord stored = stored("content");
			Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
				backend.put("a", stored);
				return true;
			});
			assertThat(backend.get("a")).isEqualTo(stored);
		}
	}

	@Test
	void waitsNoLongerThanTheTimeoutForAStoreThatHangs() {
		this.backends = this.store.backends("create-bucket=true", "timeout=1s", "compare-and-set=enabled");
		try (CacheBackend backend = this.backends.create("s3")) {
			backend.put("a", stored("content"));
			server.pause();
			Instant before = Instant.now();
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.getAll(List.of("a", "b", "c")));
			assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(6));
		}
		finally {
			server.resume();
		}
	}

	@Test
	void waitsNoLongerThanTheTimeoutForABodyThatDoesNotCome() {
		try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.endpoint().getPort())) {
			URI slow = URI.create("http://127.0.0.1:" + proxy.port());
			this.backends = S3Store.with(() -> this.store.properties(slow, server.secretKey(), "create-bucket=true",
					"timeout=1s", "compare-and-set=enabled"));
			try (CacheBackend backend = this.backends.create("s3")) {
				StoredRecord stored = stored("content");
				backend.put("a", stored);
				proxy.pass(Passage.delayed(Duration.ofMillis(50)));
				assertThat(backend.get("a")).isEqualTo(stored);
				proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.held());
				assertUnavailable(() -> backend.get("a"));
				proxy.pass(Passage.open());
				assertThat(backend.get("a")).isEqualTo(stored);
				proxy.reset();
				assertThat(backend.get("a")).isEqualTo(stored);
			}
		}
	}

	@Test
	void tellsHowToCreateTheBucketThatIsMissing() {
		this.backends = this.store.backends();
		try (CacheBackend backend = this.backends.create("s3")) {
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.get("a"))
				.withMessageContaining("aws s3api create-bucket --bucket %s --region us-east-1 --endpoint-url %s"
					.formatted(this.bucket, server.endpoint()));
			assertThatExceptionOfType(BackendRejectedException.class)
				.isThrownBy(() -> backend.put("a", stored("content")));
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		}
	}

	@Test
	void tellsThatCredentialsAreWrongAndNotTheCredentials() {
		this.backends = S3Store.with(() -> this.store.properties(server.endpoint(), WRONG));
		try (CacheBackend backend = this.backends.create("s3")) {
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.get("a"))
				.withMessageContaining("the credentials are refused (SignatureDoesNotMatch)")
				.withMessageNotContainingAny(WRONG, server.secretKey(), server.accessKey());
			assertThat(backend.health().details().toString()).doesNotContain(WRONG, server.accessKey());
		}
	}

	@Test
	void declaresWhatTheProbeFindsAndLeavesNothingBehind() {
		try (CacheBackend backend = this.backends.create("s3"); S3Client client = this.store.client()) {
			assertThat(backend.capabilities()).contains(Capability.CONDITIONAL_PUT, Capability.COUNTER);
			assertThat(client.listObjectsV2((request) -> request.bucket(this.bucket)).contents()).isEmpty();
		}
	}

	@Test
	void doesNotReadAnObjectThatIsFarTooLarge() {
		try (CacheBackend backend = this.backends.create("s3")) {
			this.store.plant("a", new byte[65 * 1024 * 1024]);
			StoredRecord read = backend.get("a");
			assertThat(read).isNotNull();
			assertThat(read.version()).isEqualTo(Version.NONE);
			assertThat(read.content()).isEmpty();
			StoredRecord next = stored("next");
			assertThat(backend.putIf("a", read, next)).isEqualTo(PutOutcome.applied(next));
		}
	}

	@Test
	void refusesAKeyThatDoesNotFit() {
		try (CacheBackend backend = this.backends.create("s3")) {
			assertThatExceptionOfType(BackendRejectedException.class)
				.isThrownBy(() -> backend.put("/".repeat(400), stored("content")))
				.withMessageNotContaining("///");
		}
	}

	@Test
	void leavesObjectsOfOthersAlone() {
		try (CacheBackend backend = this.backends.create("s3"); S3Client client = this.store.client()) {
			backend.put("a", stored("content"));
			this.store.plantObject("cachebridge/reports/2024.pdf", new byte[10]);
			this.store.plantObject("elsewhere", new byte[10]);
			assertThat(backend.keys("")).containsExactly("a");
			assertThat(backend.deleteByPrefix("")).isEqualTo(1);
			assertThat(backend.prune(Instant.now())).isZero();
			assertThat(client.listObjectsV2((request) -> request.bucket(this.bucket)).contents()).hasSize(2);
		}
	}

	@Test
	void prunesOnlyWhatHasExpiredWhateverWasWrittenSince() {
		Instant now = Instant.now();
		try (CacheBackend backend = this.backends.create("s3")) {
			StoredRecord soon = StoredRecord.of(new byte[1], version(), now.plusSeconds(10));
			backend.putAll(Map.of("soon", soon, "later", soon, "past",
					StoredRecord.of(new byte[1], version(), now.minusSeconds(1))));
			assertThat(backend.prune(now)).isEqualTo(1);
			assertThat(backend.prune(now)).isZero();
			StoredRecord prolonged = StoredRecord.of(new byte[1], version(), now.plusSeconds(1000));
			backend.put("later", prolonged);
			assertThat(backend.prune(now.plusSeconds(60))).isEqualTo(1);
			assertThat(backend.prune(now.plusSeconds(60))).isZero();
			assertThat(backend.get("past")).isNull();
			assertThat(backend.get("soon")).isNull();
			assertThat(backend.get("later")).isEqualTo(prolonged);
		}
	}

	@Test
	void doesNotTakeSomethingElseForACounter() {
		try (CacheBackend backend = this.backends.create("s3")) {
			backend.put("a", stored("no number"));
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.increment("a", 1, null))
				.withMessageContaining("what stands under the key of the counter is none; delete it");
		}
	}

	@Test
	void buildsAClientWhereThereIsNoBean() {
		System.setProperty("aws.accessKeyId", server.accessKey());
		System.setProperty("aws.secretAccessKey", server.secretKey());
		this.backends = S3Store.withoutClient(() -> this.store.properties(server.endpoint(), "", "create-bucket=true",
				"endpoint=" + server.endpoint(), "path-style-access=true", "prefix=", "instances.archive.prefix=old/"));
		try (CacheBackend backend = this.backends.create("s3");
				CacheBackend archive = this.backends.create("archive")) {
			StoredRecord stored = stored("content");
			backend.put("a", stored);
			assertThat(backend.get("a")).isEqualTo(stored);
			assertThat(archive.get("a")).isNull();
			assertThat(archive.deleteByPrefix("")).isZero();
			assertThat(backend.deleteByPrefix("")).isEqualTo(1);
		}
		finally {
			System.clearProperty("aws.accessKeyId");
			System.clearProperty("aws.secretAccessKey");
		}
	}

	private void assertUnavailable(ThrowingCallable call) {
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(call)
			.withMessageNotContainingAny(server.secretKey(), server.accessKey());
	}

	private StoredRecord stored(String content) {
		return StoredRecord.of(content.getBytes(StandardCharsets.UTF_8), version(), null);
	}

	private Version version() {
		return new Version(4711, this.sequence.incrementAndGet());
	}

}
