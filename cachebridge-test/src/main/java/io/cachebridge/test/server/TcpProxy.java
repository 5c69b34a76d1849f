package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a server and does to their connections what networks do:
 * delays, interrupts, silence, half-closed and broken connections; for all connections or
 * for one, for each direction by itself.
 * <p>
 * A client whose connection the server refuses sees it opened and reset at once. The
 * proxy listens on a port of its own on the loopback interface.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int CONNECT_MILLISECONDS = 5_000;

	private final InetSocketAddress server;

	private final ServerSocket door;

	private final Map<Direction, Passage> passages = new ConcurrentHashMap<>(
			Map.of(Direction.TO_SERVER, Passage.open(), Direction.TO_CLIENT, Passage.open()));

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private TcpProxy(String host, int port) throws IOException {
		this.server = new InetSocketAddress(host, port);
		this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	/**
	 * Opens a proxy that lets everything pass.
	 * @param host the host of the server
	 * @param port the port of the server, which need not run yet
	 * @return the proxy
	 */
	public static TcpProxy to(String host, int port) {
		try {
			TcpProxy proxy = new TcpProxy(host, port);
			Thread thread = new Thread(proxy::accept, "tcp-proxy-accept");
			thread.setDaemon(true);
			thread.start();
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where clients connect to.
	 * @return the port
	 */
	public int port() {
		return this.door.getLocalPort();
	}

	/**
	 * Sets what becomes of all bytes, of connections that there are and of those to come.
	 * @param passage what becomes of them
	 */
	public void pass(Passage passage) {
		for (Direction direction : Direction.values()) {
			pass(direction, passage);
		}
	}

	/**
	 * Sets what becomes of the bytes that go one way, of connections that there are and
	 * of those to come.
	 * @param direction the way
	 * @param passage what becomes of them
	 */
	public void pass(Direction direction, Passage passage) {
		this.passages.put(direction, passage);
		this.connections.forEach((connection) -> connection.pass(direction, passage));
	}

	/**
	 * Breaks all connections that there are. New ones can be opened at once.
	 */
	public void reset() {
		this.connections.forEach(ProxiedConnection::reset);
	}

	/**
	 * Returns the connections that are open now.
	 * @return the connections
	 */
	public List<ProxiedConnection> connections() {
		return List.copyOf(this.connections);
	}

	private void accept() {
		while (!this.door.isClosed()) {
			try {
				connect(this.door.accept());
			}
			catch (IOException ex) {
				if (!this.door.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	private void connect(Socket client) throws IOException {
		Socket onward = new Socket();
		try {
			onward.connect(this.server, CONNECT_MILLISECONDS);
			client.setTcpNoDelay(true);
			onward.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			client.setSoLinger(true, 0);
			client.close();
			onward.close();
			return;
		}
		ProxiedConnection connection = new ProxiedConnection(client, onward, this::passage, this.connections::remove);
		this.connections.add(connection);
		connection.start();
		// What was set since the passages were read has not found the connection
		this.passages.forEach(connection::pass);
		if (this.door.isClosed()) {
			connection.reset();
		}
	}

	private Passage passage(Direction direction) {
		return Objects.requireNonNull(this.passages.get(direction));
	}

	/**
	 * Breaks all connections and accepts no more.
	 */
	@Override
	public void close() {
		try {
			this.door.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		reset();
	}

	/**
	 * A way through a proxy.
	 */
	public enum Direction {

		/** What clients send. */
		TO_SERVER,

		/** What the server sends. */
		TO_CLIENT

	}

}
