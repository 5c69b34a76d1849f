package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the backend promises, whatever client and topology it runs on.
 */
abstract class AbstractRedisBackendIT {

	private final AtomicLong sequence = new AtomicLong();

	private RedisCommands commands;

	private RedisBackend backend;

	abstract RedisCommands connect();

	/**
	 * Runs a command on the servers that hold its key, behind the back of the backend.
	 * @param words the command
	 */
	abstract void onServers(String... words);

	@BeforeEach
	void connectBackend() {
		onServers("FLUSHALL");
		this.commands = connect();
		this.backend = new RedisBackend("redis", this.commands, Clock.systemUTC());
	}

	@AfterEach
	void disconnect() {
		this.backend.close();
		this.commands.close();
	}

	static Stream<String> unusualKeys() {
		return Stream.of("plain", "", " ", "*", "?", "[ab]", "\\", "a\\*b", "{tag}:x", "}{", "ключ", "😀🎉", "a:b::c",
				"x".repeat(10_240));
	}

	@ParameterizedTest
	@MethodSource("unusualKeys")
	void holdsAnyKey(String key) {
		StoredRecord stored = content("value");
		this.backend.put(key, stored);
		assertThat(this.backend.get(key)).isEqualTo(stored);
		assertThat(this.backend.get(key + "2")).isNull();
		try (Stream<String> keys = this.backend.keys(key)) {
			assertThat(keys).containsOnly(key);
		}
		assertThat(this.backend.deleteByPrefix(key)).isEqualTo(1);
		assertThat(this.backend.get(key)).isNull();
	}

	@Test
	void handsBackRecordsAsWritten() {
		StoredRecord expiring = StoredRecord.of(new byte[] { 0, -1, 127 }, version(), Instant.now().plusSeconds(60));
		StoredRecord empty = StoredRecord.of(new byte[0], version(), null);
		StoredRecord reservation = StoredRecord.reservation(version(), Instant.now().plusSeconds(60));
		this.backend.putAll(Map.of("expiring", expiring, "empty", empty, "reservation", reservation));
		assertThat(this.backend.get("expiring")).isEqualTo(expiring);
		assertThat(this.backend.get("empty")).isEqualTo(empty);
		assertThat(this.backend.get("reservation")).isEqualTo(reservation);
	}

	@Test
	void dropsRecordsAfterTheirExpiryAndNotBefore() {
		this.backend.put("short", StoredRecord.of(new byte[1], version(), Instant.now().plusMillis(300)));
		this.backend.put("past", StoredRecord.of(new byte[1], version(), Instant.now().minusSeconds(5)));
		this.backend.put("distant", StoredRecord.of(new byte[1], version(), Instant.ofEpochMilli(Long.MAX_VALUE / 2)));
		assertThat(this.backend.get("short")).isNotNull();
		assertThat(this.backend.get("distant")).isNotNull();
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.backend.get("past") == null);
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.backend.get("short") == null);
	}

	@Test
	void overwritesLifeToo() {
		this.backend.put("a", StoredRecord.of(new byte[1], version(), Instant.now().plusMillis(200)));
		StoredRecord lasting = content("lasting");
		this.backend.put("a", lasting);
		Awaitility.await()
			.during(Duration.ofMillis(400))
			.atMost(Duration.ofSeconds(5))
			.until(() -> lasting.equals(this.backend.get("a")));
	}

	@Test
	void tellsWhatADeletionFound() {
		this.backend.put("content", content("x"));
		this.backend.put("reservation", StoredRecord.reservation(version(), null));
		assertThat(this.backend.delete("content")).isEqualTo(Removal.PRESENT);
		assertThat(this.backend.delete("content")).isEqualTo(Removal.ABSENT);
		assertThat(this.backend.delete("reservation")).isEqualTo(Removal.ABSENT);
		assertThat(this.backend.get("reservation")).isNull();
	}

	@Test
	void writesIfNothingWasThere() {
		StoredRecord first = content("first");
		PutOutcome applied = this.backend.putIf("a", null, first);
		assertThat(applied.applied()).isTrue();
		assertThat(applied.current()).isEqualTo(first);
		PutOutcome refused = this.backend.putIf("a", null, content("second"));
		assertThat(refused).isEqualTo(PutOutcome.refused(first));
		assertThat(this.backend.get("a")).isEqualTo(first);
	}

	@Test
	void writesIfTheRecordIsTheOneSeen() {
		StoredRecord reservation = StoredRecord.reservation(version(), Instant.now().plusSeconds(60));
		StoredRecord value = StoredRecord.of(new byte[1], version(), Instant.now().plusSeconds(60));
		this.backend.put("a", reservation);
		assertThat(this.backend.putIf("a", reservation, value).applied()).isTrue();
		assertThat(this.backend.putIf("a", reservation, content("late"))).isEqualTo(PutOutcome.refused(value));
		this.backend.delete("a");
		assertThat(this.backend.putIf("a", value, content("late"))).isEqualTo(PutOutcome.refused(null));
		assertThat(this.backend.get("a")).isNull();
	}

	@Test
	void comparesByVersionAlone() {
		StoredRecord stored = content("a");
		this.backend.put("a", stored);
		StoredRecord sameVersion = StoredRecord.of(new byte[9], stored.version(), Instant.now().plusSeconds(9));
		assertThat(this.backend.putIf("a", sameVersion, content("b")).applied()).isTrue();
	}

	@Test
	void conditionalWriteSetsAndRemovesLife() {
		StoredRecord lasting = content("lasting");
		// Again if the life of the one to be replaced was over before
		Awaitility.await().until(() -> {
			StoredRecord brief = brief();
			this.backend.putIf("lasting", null, brief);
			return this.backend.putIf("lasting", brief, lasting).applied();
		});
		this.backend.putIf("brief", null, brief());
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.backend.get("brief") == null);
		assertThat(this.backend.get("lasting")).isEqualTo(lasting);
	}

	private StoredRecord brief() {
		return StoredRecord.of(new byte[1], version(), Instant.now().plusMillis(200));
	}

	@Test
	void oneOfManyWritersWinsEachVersion() throws Exception {
		int threads = 16;
		int rounds = 40;
		this.backend.put("a", content("start"));
		AtomicLong applied = new AtomicLong();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<?>> writers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			writers.add(executor.submit(() -> {
				StoredRecord seen = this.backend.get("a");
				for (int round = 0; round < rounds;) {
					StoredRecord next = countingFrom(seen);
					PutOutcome outcome = this.backend.putIf("a", seen, next);
					seen = outcome.current();
					if (outcome.applied()) {
						applied.incrementAndGet();
						round++;
					}
				}
			}));
		}
		for (Future<?> writer : writers) {
			writer.get();
		}
		executor.shutdown();
		assertThat(applied).hasValue(threads * rounds);
		assertThat(count(this.backend.get("a"))).isEqualTo(threads * rounds);
	}

	@Test
	void survivesForgottenScripts() {
		this.backend.putIf("a", null, content("a"));
		onServers("SCRIPT", "FLUSH");
		assertThat(this.backend.putIf("b", null, content("b")).applied()).isTrue();
		onServers("SCRIPT", "FLUSH");
		assertThat(this.backend.delete("b")).isEqualTo(Removal.PRESENT);
		onServers("SCRIPT", "FLUSH");
		assertThat(this.backend.increment("c", 1, null)).isEqualTo(1);
	}

	@Test
	void readsManyWhereverTheyAre() {
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		IntStream.range(0, 2500).forEach((i) -> records.put("k" + i, content("v" + i)));
		this.backend.putAll(records);
		List<String> asked = new ArrayList<>(records.keySet());
		asked.add("absent");
		assertThat(this.backend.getAll(asked)).isEqualTo(records);
		assertThat(this.backend.headers(asked)).hasSize(2500)
			.containsEntry("k7", records.get("k7").header())
			.doesNotContainKey("absent");
		assertThat(this.backend.getAll(List.of())).isEmpty();
		assertThat(this.backend.headers(List.of())).isEmpty();
		this.backend.putAll(Map.of());
	}

	@Test
	void tellsHeadersOfReservations() {
		StoredRecord reservation = StoredRecord.reservation(version(), Instant.now().plusSeconds(60));
		this.backend.put("a", reservation);
		assertThat(this.backend.headers(Set.of("a"))).containsOnly(Map.entry("a", reservation.header()));
	}

	@Test
	void handsOutForeignStrings() {
		for (String foreign : List.of("", "text", "a text that is long enough to be a record")) {
			onServers("SET", "a", foreign);
			StoredRecord expected = StoredRecord.of(foreign.getBytes(StandardCharsets.UTF_8), Version.NONE, null);
			assertForeign(expected);
		}
	}

	@Test
	void handsOutForeignTypes() {
		onServers("RPUSH", "a", "element");
		StoredRecord expected = StoredRecord.of(new byte[0], Version.NONE, null);
		assertForeign(expected);
		onServers("HSET", "h", "field", "value");
		assertThat(this.backend.putIf("h", expected, content("mine")).applied()).isTrue();
		onServers("SADD", "s", "member");
		this.backend.put("s", content("mine"));
		assertThat(this.backend.get("s")).isNotNull().extracting(StoredRecord::version).isNotEqualTo(Version.NONE);
	}

	private void assertForeign(StoredRecord expected) {
		StoredRecord mine = content("mine");
		this.backend.put("mine", mine);
		assertThat(this.backend.get("a")).isEqualTo(expected);
		assertThat(this.backend.getAll(List.of("a", "mine", "absent"))).isEqualTo(Map.of("a", expected, "mine", mine));
		assertThat(this.backend.headers(List.of("a", "mine", "absent")))
			.isEqualTo(Map.of("a", new RecordHeader(Version.NONE, false, null), "mine", mine.header()));
		assertThat(this.backend.putIf("a", null, mine)).isEqualTo(PutOutcome.refused(expected));
		assertThat(this.backend.putIf("a", mine, mine)).isEqualTo(PutOutcome.refused(expected));
		assertThat(this.backend.delete("a")).isEqualTo(Removal.PRESENT);
		assertThat(this.backend.putIf("a", expected, mine)).isEqualTo(PutOutcome.refused(null));
	}

	@Test
	void listsAndRemovesByPrefixLeavingOthers() {
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		IntStream.range(0, 5000).forEach((i) -> records.put("a*:" + i, content("v")));
		records.put("ab:1", content("other"));
		records.put("a", content("other"));
		this.backend.putAll(records);
		try (Stream<String> keys = this.backend.keys("a*:")) {
			assertThat(keys.distinct().count()).isEqualTo(5000);
		}
		try (Stream<String> keys = this.backend.keys("a*:")) {
			assertThat(keys.limit(3)).hasSize(3);
		}
		assertThat(this.backend.deleteByPrefix("a*:")).isEqualTo(5000);
		try (Stream<String> keys = this.backend.keys("")) {
			assertThat(keys).containsExactlyInAnyOrder("ab:1", "a");
		}
		assertThat(this.backend.deleteByPrefix("")).isEqualTo(2);
	}

	@Test
	void counts() {
		assertThat(this.backend.increment("n", 5, null)).isEqualTo(5);
		assertThat(this.backend.increment("n", -7, Duration.ofMillis(1))).isEqualTo(-2);
		assertThat(this.backend.increment("big", Long.MAX_VALUE - 1, null)).isEqualTo(Long.MAX_VALUE - 1);
		assertThat(this.backend.increment("big", 1, null)).isEqualTo(Long.MAX_VALUE);
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backend.increment("big", 1, null));
	}

	@Test
	void countersLiveFromTheirStart() {
		this.backend.increment("n", 1, Duration.ofMillis(400));
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(Duration.ofSeconds(5))
			.until(() -> this.backend.increment("n", 1, Duration.ofMillis(400)) == 1);
	}

	@Test
	void tellsItsHealth() {
		BackendHealth health = this.backend.health();
		assertThat(health.status()).isEqualTo(BackendHealth.Status.UP);
		assertThat(health.latency()).isPositive();
	}

	protected final RedisBackend backend() {
		return this.backend;
	}

	protected final StoredRecord content(String text) {
		return StoredRecord.of(text.getBytes(StandardCharsets.UTF_8), version(), null);
	}

	private Version version() {
		return new Version(42, this.sequence.incrementAndGet());
	}

	private StoredRecord countingFrom(StoredRecord seen) {
		return content(String.valueOf(count(seen) + 1));
	}

	private static int count(StoredRecord stored) {
		String text = new String(stored.content(), StandardCharsets.UTF_8);
		return "start".equals(text) ? 0 : Integer.parseInt(text);
	}

}
