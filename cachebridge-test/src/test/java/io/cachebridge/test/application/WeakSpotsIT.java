package io.cachebridge.test.application;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot's own Redis cache gets wrong and an application notices at once: lost
 * writes, stale reads, stampedes, types that do not come back, a clear that walks the
 * whole store.
 */
class WeakSpotsIT {

	private static final int ROUNDS = 3000;

	private static final int CALLERS = 10;

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private Node node;

	@BeforeEach
	void start() {
		this.node = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID());
	}

	@AfterEach
	void stop() {
		this.callers.shutdownNow();
		this.node.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "false" })
	void everyWriteIsThereWhenItReturns(String local) {
		try (Node other = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.caches.names.local.enabled=" + local)) {
			for (int i = 0; i < ROUNDS; i++) {
				other.catalogue().rename(i % 7, "name " + i);
				assertThat(other.catalogue().name(i % 7)).isEqualTo("name " + i);
			}
			assertThat(other.catalogue().loads()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "false" })
	void nothingIsStaleWhenAnEvictionReturns(String local) {
		try (Node other = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.caches.names.local.enabled=" + local)) {
			for (int i = 0; i < ROUNDS; i++) {
				other.catalogue().renameAndEvict(i % 7, "name " + i);
				assertThat(other.catalogue().name(i % 7)).isEqualTo("name " + i);
			}
			assertThat(other.catalogue().loads()).isEqualTo(ROUNDS);
		}
	}

	@Test
	void callersOfASynchronisedMethodShareOneLoad() throws Exception {
		shareOneLoad(() -> this.node.catalogue().synchronised("cold"));
	}

	@Test
	void callersOfAPlainMethodShareOneLoad() throws Exception {
		shareOneLoad(() -> this.node.catalogue().plain("cold"));
	}

	@Test
	void futuresShareOneLoad() throws Exception {
		shareOneLoad(() -> this.node.catalogue().future("cold").get(30, TimeUnit.SECONDS));
	}

	@Test
	void publishersShareOneLoad() throws Exception {
		shareOneLoad(() -> this.node.catalogue().mono("cold").block());
	}

	@Test
	void longsComeBackAsLongs() {
		try (Node remote = remoteOnly("longs")) {
			assertThat(remote.catalogue().number()).isEqualTo(42L);
			assertThat(remote.catalogue().number()).isEqualTo(42L);
			assertThat(remote.catalogue().loads()).isOne();
		}
	}

	@Test
	void immutableListsOfRecordsComeBack() {
		try (Node remote = remoteOnly("lists")) {
			List<Catalogue.Item> loaded = remote.catalogue().items();
			assertThat(remote.catalogue().items()).isEqualTo(loaded).hasOnlyElementsOfType(Catalogue.Item.class);
			assertThat(remote.catalogue().loads()).isOne();
		}
	}

	@Test
	void clearingCostsOneSmallWriteWhateverElseTheStoreHolds() {
		redis.command("EVAL", "for i = 1, 200000 do redis.call('SET', 'other:' .. i, i) end", "0");
		this.node.catalogue().rename(1, "one");
		redis.command("CONFIG", "RESETSTAT");

		this.node.catalogue().forgetNames();

		assertThat(calls("set") + calls("evalsha") + calls("eval")).isOne();
		assertThat(calls("publish")).isOne();
		assertThat(calls("keys") + calls("scan") + calls("del") + calls("unlink")).isZero();
		assertThat(this.node.cache("names").get(1L)).isNull();
		redis.command("FLUSHALL");
	}

	private Node remoteOnly(String cache) {
		return Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.caches.%s.local.enabled=false".formatted(cache));
	}

	private void shareOneLoad(Callable<String> call) throws Exception {
		Gate gate = this.node.catalogue().closeGate();
		List<Future<String>> results = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			results.add(this.callers.submit(call));
		}
		gate.awaitArrival();
		CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, (task) -> new Thread(task).start())
			.execute(gate::open);
		for (Future<String> result : results) {
			assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("cold of load 1");
		}
		assertThat(this.node.catalogue().loads()).isOne();
	}

	private static long calls(String command) {
		String statistics = String.valueOf(redis.command("INFO", "commandstats"));
		Matcher matcher = Pattern.compile("cmdstat_%s:calls=(\\d+)".formatted(command)).matcher(statistics);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
