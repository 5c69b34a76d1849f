package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import io.cachebridge.test.server.RedisServerFixture;
import io.cachebridge.test.server.TcpProxy;

/**
 * Nodes at work on one store, each behind a proxy of its own. A node has a slot, which
 * the node that takes its place takes over, and a number, which is its own.
 */
final class Cluster implements AutoCloseable {

	private final ClusterStore store;

	private final Path directory;

	private final String[] properties;

	private final String prefix = UUID.randomUUID().toString();

	private final long seed;

	private final List<TcpProxy> proxies;

	private final List<ProcessNode> nodes = new ArrayList<>();

	private final List<Journal> journals = new ArrayList<>();

	private final List<Absence> absences = new ArrayList<>();

	private Cluster(ClusterStore store, int slots, Path directory, long seed, String... properties) {
		this.store = store;
		this.directory = directory;
		this.seed = seed;
		this.properties = properties;
		this.proxies = IntStream.range(0, slots).mapToObj((slot) -> TcpProxy.to(store.host(), store.port())).toList();
	}

	static Cluster start(ClusterStore store, int slots, Path directory, long seed, String... properties) {
		Cluster cluster = new Cluster(store, slots, directory, seed, properties);
		try {
			for (int slot = 0; slot < slots; slot++) {
				cluster.nodes.add(cluster.launch(slot));
			}
			cluster.nodes.forEach(ProcessNode::awaitReady);
			cluster.nodes.forEach((node) -> node.tell("work", "working"));
			return cluster;
		}
		catch (RuntimeException ex) {
			cluster.close();
			throw ex;
		}
	}

	private ProcessNode launch(int slot) {
		int number = this.journals.size();
		this.journals.add(Journal.of(this.directory, number));
		List<String> all = new ArrayList<>(List.of(this.properties));
		all.addAll(List.of("node.slot=" + slot, "node.slots=" + this.proxies.size(), "node.number=" + number,
				"node.seed=" + (this.seed + 1000L * number), "node.directory=" + this.directory,
				"cachebridge.default-backend=" + this.store.backend(), "cachebridge.key-prefix=" + this.prefix));
		all.addAll(this.store.properties().apply(this.proxies.get(slot).port()));
		return ProcessNode.start(number, this.directory, all);
	}

	/**
	 * Starts a node where one was killed or has left.
	 * @param slot its slot
	 */
	void replace(int slot) {
		this.nodes.set(slot, launch(slot));
		this.nodes.get(slot).awaitReady();
		this.nodes.get(slot).tell("work", "working");
	}

	void pause(int slot) {
		this.absences.add(new Absence(node(slot).number(), System.nanoTime(), Long.MAX_VALUE));
		node(slot).pause();
	}

	void resume(int slot) {
		node(slot).resume();
		int number = node(slot).number();
		this.absences.replaceAll((absence) -> (absence.node() == number && absence.to() == Long.MAX_VALUE)
				? new Absence(number, absence.from(), System.nanoTime()) : absence);
	}

	int slots() {
		return this.proxies.size();
	}

	RedisServerFixture redis() {
		return Objects.requireNonNull(this.store.redis(), "The store of this cluster is no Redis");
	}

	TcpProxy proxy(int slot) {
		return this.proxies.get(slot);
	}

	ProcessNode node(int slot) {
		return this.nodes.get(slot);
	}

	/**
	 * Waits until every node hears the others.
	 */
	void awaitHearing() {
		this.nodes.forEach((node) -> node.tell("hear", "hearing"));
	}

	/**
	 * Lets the nodes work.
	 * @param time how long
	 */
	void run(Duration time) {
		long start = System.nanoTime();
		Awaitility.await()
			.pollInterval(20, TimeUnit.MILLISECONDS)
			.atMost(time.plusSeconds(60))
			.until(() -> System.nanoTime() - start >= time.toNanos());
	}

	/**
	 * Judges what was read.
	 * @param from since when
	 * @param allowed how old a value may be that another node has replaced
	 * @return the judgement
	 */
	Judgement judge(long from, Duration allowed) {
		return judge(from, allowed, allowed);
	}

	/**
	 * Judges what was read.
	 * @param from since when
	 * @param allowed how old a value may be that another node has replaced
	 * @param allowedUntold the same if that node could not send its message
	 * @return the judgement
	 */
	Judgement judge(long from, Duration allowed, Duration allowedUntold) {
		Judge judge = new Judge(allowed, allowedUntold, this.absences);
		for (int node = 0; node < this.journals.size(); node++) {
			this.journals.get(node).read(judge.writesOf(node));
		}
		for (int node = 0; node < this.journals.size(); node++) {
			this.journals.get(node).read(judge.readsOf(node, from));
		}
		return judge.judgement();
	}

	@Override
	public void close() {
		this.nodes.forEach(ProcessNode::close);
		this.proxies.forEach(TcpProxy::close);
	}

	/**
	 * A time in which a node did not run, and could not know of anything.
	 *
	 * @param node the number of the node
	 * @param from since when
	 * @param to until when
	 */
	record Absence(int node, long from, long to) {

		long within(long start, long end) {
			return Math.max(0, Math.min(end, this.to) - Math.max(start, this.from));
		}

	}

}
