package io.cachebridge.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.NodeMessage.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nodes that lose messages or each other, and find out.
 */
class NodeChannelTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	private final TestNetwork.Node node = this.cluster.network.nodes.get(0);

	private final TestNetwork.Node otherNode = this.cluster.network.nodes.get(1);

	@BeforeEach
	void shareAValue() {
		this.cluster.beat();
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.beat();
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private static String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	private BackplaneStatistics statistics(int node) {
		return Objects.requireNonNull(this.cluster.node(node).backplaneStatistics());
	}

	private void assertNobodySuspects(int nodes) {
		for (int i = 0; i < nodes; i++) {
			assertThat(statistics(i).suspicions().values()).as("suspicions of node %d", i).allMatch((sum) -> sum == 0);
			assertThat(statistics(i).hearing()).as("node %d hears", i).isTrue();
		}
	}

	private CacheBridgeCacheManager join() {
		return this.cluster.addNode((builder) -> {
		});
	}

	@Test
	void aLostMessageIsNoticedAtTheNextHeartbeat() {
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.beat();
		assertThat(value(this.other)).isNull();
		this.cluster.beat();
		assertThat(statistics(1).suspicions(SuspicionReason.GAP)).isEqualTo(1);
		assertThat(statistics(0).suspicions(SuspicionReason.GAP)).isZero();
	}

	@Test
	void whatTheTransportRefusedIsNoticedByTheOthers() {
		this.cluster.network.fail();
		this.cache.put("key", "new");
		this.cluster.network.work();
		assertThat(this.cache.statistics().untold()).isEqualTo(1);
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.beat();
		assertThat(value(this.other)).isEqualTo("new");
	}

	@Test
	void whatTheStoreHasNotAcknowledgedIsToldLaterWhileTheTransportHangs() {
		List<String> inVain = hang();
		this.cache.evict("key");
		assertThat(inVain).hasSize(1);
		this.cluster.tasks.keepBack("late news");
		this.cache.evict("key");
		this.cache.evict("other");
		assertThat(inVain).hasSize(1);
		assertThat(this.cache.statistics().untold()).isEqualTo(3);
		this.cluster.network.work();
		assertThat(this.other.statistics().pending()).isZero();
		this.cluster.tasks.run("late news");
		assertThat(this.other.statistics().pending()).isEqualTo(2);
		assertThat(value(this.other)).isNull();
	}

	@Test
	void isNotToldLaterWhatIsMadeUpFor() {
		hang();
		this.cache.evict("key");
		this.cluster.tasks.keepBack("late news");
		this.cache.evict("key");
		this.cluster.network.work();
		this.cluster.store.work();
		this.cluster.tasks.run("recovery");
		this.cluster.tasks.run("late news");
		assertThat(this.cache.statistics().pending()).isZero();
		assertThat(this.other.statistics().pending()).isZero();
		assertThat(value(this.other)).isNull();
		this.cache.put("key", "new");
		assertThat(value(this.other)).isEqualTo("new");
	}

	private List<String> hang() {
		List<String> inVain = new ArrayList<>();
		this.cluster.store.failAlways();
		this.cluster.network.fail(() -> {
			inVain.add("waited");
			this.cluster.time.advance(Duration.ofSeconds(1));
		});
		return inVain;
	}

	@Test
	void aTransportThatHangsIsAskedForWhatTheStoreHasAcknowledged() {
		List<String> inVain = new ArrayList<>();
		this.cluster.network.fail(() -> {
			inVain.add("waited");
			this.cluster.time.advance(Duration.ofSeconds(1));
		});
		this.cache.evict("key");
		this.cache.evict("key");
		assertThat(inVain).hasSize(2);
	}

	@Test
	void orderAndDuplicatesMakeNobodySuspicious() {
		this.cluster.network.hold();
		for (int i = 0; i < 10; i++) {
			this.cache.put(i, "value");
			this.other.evict(i);
		}
		this.cluster.network.reverse();
		this.cluster.network.deliver();
		this.cluster.network.deliverAgain();
		this.cluster.beat();
		this.cluster.network.deliverAgain();
		this.cluster.beat();
		assertNobodySuspects(2);
	}

	@Test
	void aSilentNodeIsSuspectedUntilItIsTakenForDead() {
		this.node.vanish();
		this.cluster.beat();
		assertThat(statistics(1).suspicions(SuspicionReason.SILENCE)).isZero();
		assertThat(value(this.other)).isEqualTo("old");
		assertThat(this.cluster.store.count("headers")).isZero();
		this.cluster.beat();
		assertThat(value(this.other)).isEqualTo("old");
		assertThat(this.cluster.store.count("headers")).isEqualTo(1);
		this.cluster.beat();
		this.cluster.beat();
		assertThat(value(this.other)).isEqualTo("old");
		assertThat(statistics(1).suspicions(SuspicionReason.SILENCE)).isEqualTo(2);
		this.cluster.beat(Cluster.HEARTBEAT.multipliedBy(200));
		assertThat(statistics(1).suspicions(SuspicionReason.SILENCE)).isEqualTo(2);
	}

	@Test
	void aNodeThatWasCutOffSilentlyKnowsItAndComesBack() {
		this.node.vanish();
		this.other.evict("key");
		assertThat(value(this.cache)).isEqualTo("old");
		this.cluster.beat();
		this.cluster.beat();
		assertThat(statistics(0).hearing()).isFalse();
		assertThat(value(this.cache)).isNull();
		this.cache.evict("other key");
		this.node.reappear();
		this.cluster.beat();
		assertThat(statistics(0).hearing()).isTrue();
		assertThat(statistics(0).suspicions(SuspicionReason.ECHO)).isEqualTo(1);
		assertThat(statistics(1).suspicions(SuspicionReason.GAP)).isEqualTo(1);
	}

	@Test
	void aNodeWithoutAnEchoServesNothingFromItselfAlone() {
		this.otherNode.loseIncoming();
		this.cluster.beat();
		assertThat(statistics(1).hearing()).isTrue();
		this.cluster.beat();
		assertThat(statistics(1).hearing()).isFalse();
		for (String value : List.of("one", "two", "three")) {
			this.cache.put("key", value);
			assertThat(value(this.other)).isEqualTo(value);
		}
		this.cluster.beat();
		this.otherNode.reappear();
		this.cluster.beat(Duration.ofSeconds(1));
		assertThat(statistics(1).hearing()).isTrue();
		assertThat(value(this.other)).isEqualTo("three");
		this.cluster.beat();
		assertThat(statistics(1).suspicions(SuspicionReason.GAP)).isZero();
	}

	@Test
	void aSecondConnectIsASuspicion() {
		this.otherNode.connect();
		assertThat(statistics(1).hearing()).isTrue();
		assertThat(statistics(1).suspicions(SuspicionReason.RECONNECT)).isEqualTo(1);
	}

	@Test
	void whatWasMissedWhileDisconnectedIsNotMissedTwice() {
		this.otherNode.disconnect();
		this.cache.evict("key");
		this.cluster.time.advance(Duration.ofSeconds(1));
		this.otherNode.connect();
		this.cache.put("key", "new");
		this.cluster.beat();
		this.cluster.beat();
		this.cluster.beat();
		assertThat(statistics(1).suspicions(SuspicionReason.RECONNECT)).isEqualTo(1);
		assertThat(statistics(1).suspicions(SuspicionReason.GAP)).isZero();
	}

	@Test
	void aRollingRestartMakesNobodySuspicious() {
		List<CacheBridgeCacheManager> living = new ArrayList<>(List.of(this.cluster.node(0), this.cluster.node(1)));
		this.cluster.time.advance(Duration.ofSeconds(1));
		for (int i = 2; i < 5; i++) {
			living.add(join());
		}
		this.cluster.beat();
		for (int i = 0; i < 5; i++) {
			int number = i;
			Runnable work = () -> living
				.forEach((manager) -> Objects.requireNonNull(manager.getCache(Cluster.CACHE)).evict(number));
			work.run();
			this.cluster.beat();
			work.run();
			this.cluster.time.advance(Duration.ofSeconds(1));
			living.remove(0).close();
			work.run();
			this.cluster.time.advance(Duration.ofSeconds(1));
			living.add(join());
			work.run();
			for (int beat = 0; beat < 4; beat++) {
				this.cluster.beat();
			}
		}
		assertNobodySuspects(10);
	}

	@Test
	void aNewNodeThatMissesAMessageNoticesIt() {
		this.cluster.time.advance(Duration.ofSeconds(1));
		CacheBridgeCache late = Objects.requireNonNull(join().getCache(Cluster.CACHE));
		assertThat(value(late)).isEqualTo("old");
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		assertThat(value(late)).isEqualTo("old");
		this.cluster.beat();
		assertThat(value(late)).isNull();
		assertThat(statistics(2).suspicions(SuspicionReason.GAP)).isEqualTo(1);
	}

	@Test
	void aNewNodeIsToldAtOnceHowFarTheOthersAre() {
		this.cluster.time.advance(Duration.ofSeconds(1));
		this.cache.evict("other key");
		CacheBridgeCache late = Objects.requireNonNull(join().getCache(Cluster.CACHE));
		assertThat(value(late)).isEqualTo("old");
		long headers = this.cluster.store.count("headers");
		this.cluster.beat();
		assertThat(value(late)).isEqualTo("old");
		assertThat(this.cluster.store.count("headers")).isEqualTo(headers);
	}

	@Test
	void whatMayHaveBeenLostAtTheBeginningIsCheckedThoughNobodySuspectsIt() {
		this.node.vanish();
		CacheBridgeCache late = Objects.requireNonNull(join().getCache(Cluster.CACHE));
		assertThat(value(late)).isEqualTo("old");
		this.cache.evict("key");
		this.node.reappear();
		assertThat(value(late)).isEqualTo("old");
		this.cluster.beat();
		assertThat(value(late)).isNull();
		assertThat(statistics(2).suspicions(SuspicionReason.GAP)).isZero();
	}

	@Test
	void aNodeIsDeafUntilItHearsItself() {
		this.cluster.network.hold();
		join();
		assertThat(statistics(2).hearing()).isFalse();
		this.cluster.network.deliver();
		assertThat(statistics(2).hearing()).isTrue();
	}

	@Test
	void anApplicationStartsOnceItsNodeHears() throws InterruptedException {
		this.cluster.network.hold();
		Thread start = startApplication();
		Awaitility.await().until(() -> start.getState() == Thread.State.TIMED_WAITING);
		this.cluster.network.deliver();
		start.join();
		assertThat(statistics(2).hearing()).isTrue();
	}

	@Test
	void anApplicationThatIsInterruptedDoesNotWait() throws InterruptedException {
		this.cluster.network.hold();
		Thread start = startApplication();
		start.interrupt();
		start.join();
		assertThat(statistics(2).hearing()).isFalse();
	}

	private Thread startApplication() {
		CacheBridgeCacheManager manager = join();
		Thread start = new Thread(manager::afterSingletonsInstantiated);
		start.start();
		return start;
	}

	@Test
	void saysHelloOnceAndGoodbyeLast() {
		int before = this.cluster.network.sent.size();
		CacheBridgeCacheManager third = join();
		Objects.requireNonNull(third.getCache(Cluster.CACHE)).evict("key");
		this.cluster.network.nodes.get(2).connect();
		third.close();
		third.close();
		this.cluster.beat();
		List<NodeMessage> said = this.cluster.network.sent.stream()
			.skip(before)
			.map(NodeMessage::read)
			.filter((message) -> message.incarnation() == incarnation(before))
			.toList();
		assertThat(said).extracting(NodeMessage::kind)
			.containsOnlyOnce(Kind.HELLO, Kind.GOODBYE)
			.endsWith(Kind.GOODBYE);
		assertThat(said.get(said.size() - 1).number()).isEqualTo(1);
	}

	private long incarnation(int message) {
		return Objects.requireNonNull(NodeMessage.read(this.cluster.network.sent.get(message))).incarnation();
	}

	@Test
	void aMessageOfANewerFormatIsASuspicion() {
		NodeMessage message = NodeMessage.about(99, 1, Kind.KEY, new CacheNews(Cluster.CACHE, "key", true));
		byte[] newer = Objects.requireNonNull(message.write(256));
		newer[0] = 2;
		this.other.get("key");
		this.otherNode.listener().onMessage(newer);
		assertThat(value(this.other)).isEqualTo("old");
		assertThat(this.cluster.store.count("headers")).isEqualTo(1);
		assertThat(statistics(1).suspicions(SuspicionReason.FORMAT)).isEqualTo(1);
		assertThat(statistics(1).unreadable()).isEqualTo(1);
	}

	@Test
	void garbageIsCountedAndNoSuspicion() {
		this.otherNode.listener().onMessage(new byte[0]);
		this.otherNode.listener().onMessage(new byte[] { 2, 1 });
		this.otherNode.listener().onMessage("a message of somebody else".getBytes(StandardCharsets.UTF_8));
		assertThat(statistics(1).unreadable()).isEqualTo(3);
		assertNobodySuspects(2);
	}

	@Test
	void aNodeWithoutABackplaneHasNoHeartbeat() {
		try (Cluster remote = new Cluster(Shape.REMOTE)) {
			assertThat(remote.node(0).backplaneStatistics()).isNull();
			assertThat(remote.tasks.open()).containsExactly("housekeeping", "recovery");
		}
		assertThat(this.cluster.tasks.open()).containsOnly("housekeeping", "recovery", "late news", "heartbeat",
				"listening");
		this.cluster.close();
		assertThat(this.cluster.tasks.open()).isEmpty();
	}

	@Test
	void theIntervalMustBePositive() {
		CacheBridgeCacheManagerBuilder builder = CacheBridgeCacheManager
			.builder(Cluster.allOf(this.cluster.settings.build()), new BackendRegistry(List.of(), Map.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.heartbeat(Duration.ZERO))
			.withMessageContaining("'heartbeat' must be positive but was PT0S");
	}

}
