package io.cachebridge.backend.memcached;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import com.google.code.yanf4j.core.Session;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import org.jspecify.annotations.Nullable;

import io.cachebridge.backend.memcached.CacheBridgeMemcachedProperties.Protocol;

/**
 * Connections of a backend's own, opened and opened again by the calls that need them.
 * The client's own way, a thread that tries on and on with pauses that grow without bound
 * and an error in the log each time, is switched off.
 * <p>
 * Which server has a key is decided by the configured addresses alone (consistent
 * hashing, as Ketama does it), whether the servers are there or not: while one is away
 * its keys are too. If others stood in for it, old records would be found again once it
 * is back.
 */
final class OwnLink implements MemcachedLink {

	/** So many that even one server of a hundred is found. */
	private static final int MOST_PROBES = 5000;

	private final List<ServerAddress> addresses;

	private final @Nullable Login login;

	private final Protocol protocol;

	private final Duration timeout;

	private final int connections;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Opened opened;

	private boolean closed;

	OwnLink(List<ServerAddress> addresses, @Nullable Login login, CacheBridgeMemcachedProperties properties) {
		this.addresses = addresses;
		this.login = login;
		this.protocol = properties.protocol();
		this.timeout = properties.timeout();
		this.connections = properties.connectionPoolSize();
	}

	@Override
	public Connections connect(Collection<String> itemKeys) throws Exception {
		Opened current = opened();
		Set<Session> sessions = new HashSet<>();
		for (String itemKey : itemKeys) {
			Session session = current.session(itemKey);
			if (session.isClosed()) {
				current.connections(session).connect();
				session = current.session(itemKey);
			}
			sessions.add(session);
		}
		return new InUse(current.client(), sessions);
	}

	@Override
	public boolean keysStay() {
		return true;
	}

	@Override
	public Map<String, String> probes() throws IOException, MemcachedException {
		Opened current = opened();
		Map<String, String> probes = new LinkedHashMap<>();
		for (ServerConnections server : current.servers()) {
			Stream.iterate(0, (i) -> i + 1)
				.map((i) -> PROBE + i)
				.limit(MOST_PROBES)
				.filter((probe) -> server.isOf(current.session(probe)))
				.findFirst()
				.ifPresent((probe) -> probes.put(server.toString(), probe));
		}
		return probes;
	}

	@Override
	public int servers() {
		return this.addresses.size();
	}

	private Opened opened() throws IOException, MemcachedException {
		Opened current = this.opened;
		return (current != null) ? current : open();
	}

	private Opened open() throws IOException, MemcachedException {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new MemcachedException("The backend is closed");
			}
			Opened current = this.opened;
			if (current == null) {
				XMemcachedClient client = build();
				List<ServerConnections> servers = new ArrayList<>();
				for (ServerAddress address : this.addresses) {
					servers.add(new ServerConnections(client, address, servers.size(), this.connections, this.timeout,
							this.login));
				}
				current = new Opened(client, servers);
				this.opened = current;
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private XMemcachedClient build() throws IOException {
		XMemcachedClientBuilder builder = new XMemcachedClientBuilder();
		builder.setCommandFactory(
				(this.protocol != Protocol.BINARY) ? new TextCommandFactory() : new BinaryCommandFactory());
		builder.setSessionLocator(new KetamaMemcachedSessionLocator());
		builder.setFailureMode(true);
		builder.setEnableHealSession(false);
		builder.setConnectionPoolSize(this.connections);
		builder.setOpTimeout(Math.max(1, this.timeout.toMillis()));
		return (XMemcachedClient) builder.build();
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.opened != null) {
				this.opened.client().shutdown();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What a call goes over. Of several connections to a server another one may have the
	 * key later.
	 */
	private record InUse(MemcachedClient client, Set<Session> sessions) implements Connections {

		@Override
		public void abandon() {
			this.sessions.forEach(ServerConnections::abandon);
		}

	}

	/**
	 * The client and its servers, in the order of their configuration.
	 */
	private record Opened(XMemcachedClient client, List<ServerConnections> servers) {

		Session session(String itemKey) {
			return this.client.getSessionLocator().getSessionByKey(itemKey);
		}

		ServerConnections connections(Session session) {
			return this.servers.stream().filter((server) -> server.isOf(session)).findFirst().orElseThrow();
		}

	}

}
