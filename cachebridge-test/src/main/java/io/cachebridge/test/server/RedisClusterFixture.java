package io.cachebridge.test.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster: the one whose nodes are in {@code CACHEBRIDGE_REDIS_CLUSTER_NODES}
 * ({@code host:port}, separated by commas) if that is set, else three masters without
 * replicas started here. Its name in {@code CACHEBRIDGE_REQUIRED_SERVERS} is
 * {@code redis-cluster}.
 */
public final class RedisClusterFixture extends ServerFixture {

	static final String NODES = "CACHEBRIDGE_REDIS_CLUSTER_NODES";

	private static final String NAME = "redis-cluster";

	private static final int MASTERS = 3;

	private static final int SLOTS = 16_384;

	private static final RedisClusterFixture SHARED = new RedisClusterFixture(ServerEnvironment.ofProcess(), true);

	private final List<RedisProcess> processes = new ArrayList<>();

	private List<String> nodes = List.of();

	RedisClusterFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, environment, shared);
	}

	/**
	 * Returns the cluster that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static RedisClusterFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a cluster of its own, always of processes started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static RedisClusterFixture exclusive() {
		return new RedisClusterFixture(ServerEnvironment.ofProcess(), false);
	}

	@Override
	public synchronized void start() {
		String given = isShared() ? environment().get(NODES) : null;
		if (given != null) {
			this.nodes = List.of(given.split("\\s*,\\s*"));
		}
		else if (this.processes.isEmpty()) {
			startHere();
		}
	}

	private void startHere() {
		Path program = RedisProgram.find(environment());
		try {
			for (int node = 0; node < MASTERS; node++) {
				String busPort = String.valueOf(ServerProcess.freePort());
				RedisProcess process = new RedisProcess(new ServerProcess("redis"), program, "--cluster-enabled", "yes",
						"--cluster-port", busPort, "--cluster-node-timeout", "5000");
				this.processes.add(process);
				process.start();
				process.command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(SLOTS * node / MASTERS),
						String.valueOf(SLOTS * (node + 1) / MASTERS - 1));
				RedisProcess first = this.processes.get(0);
				first.command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(process.port()), busPort);
			}
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.processes.stream().allMatch(RedisClusterFixture::knowsAll));
		}
		catch (ServerUnavailableException ex) {
			close();
			throw ex;
		}
		catch (ConditionTimeoutException ex) {
			close();
			throw new ServerUnavailableException("the nodes do not become a cluster", ex);
		}
		this.nodes = this.processes.stream().map((process) -> "127.0.0.1:" + process.port()).toList();
	}

	private static boolean knowsAll(RedisProcess process) {
		String info = String.valueOf(process.command("CLUSTER", "INFO"));
		return Stream.of("cluster_state:ok", "cluster_known_nodes:" + MASTERS, "cluster_size:" + MASTERS)
			.allMatch(info::contains);
	}

	/**
	 * Returns where the nodes are.
	 * @return their addresses, as {@code host:port}
	 */
	public List<String> nodes() {
		if (this.nodes.isEmpty()) {
			throw new IllegalStateException("The cluster was not started; is the fixture a static @RegisterExtension?");
		}
		return this.nodes;
	}

	/**
	 * Has one node execute a command, on a connection of its own.
	 * @param node the index of the node
	 * @param words the command: strings or byte arrays
	 * @return a string, a long, a list of these, or {@code null}
	 * @throws java.io.UncheckedIOException if the node is away or answers with an error
	 */
	public @Nullable Object command(int node, Object... words) {
		return RedisProcess.command(URI.create("redis://" + nodes().get(node)), words);
	}

	/**
	 * Freezes one node: it accepts connections and answers nothing.
	 * @param node the index of the node
	 */
	public void pause(int node) {
		process(node).pause();
	}

	/**
	 * Lets a frozen node go on.
	 * @param node the index of the node
	 */
	public void resume(int node) {
		process(node).resume();
	}

	private RedisProcess process(int node) {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this cluster too; take RedisClusterFixture.exclusive()");
		}
		return this.processes.get(node);
	}

	@Override
	public synchronized void close() {
		this.processes.forEach(RedisProcess::close);
		this.processes.clear();
		this.nodes = List.of();
	}

}
