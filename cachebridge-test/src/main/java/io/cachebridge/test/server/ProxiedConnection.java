package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.cachebridge.test.server.TcpProxy.Direction;

/**
 * One connection through a {@link TcpProxy}.
 */
public final class ProxiedConnection {

	private final Socket client;

	private final Socket server;

	private final OneWay toServer;

	private final OneWay toClient;

	private final AtomicInteger openWays = new AtomicInteger(2);

	private final AtomicBoolean isClosed = new AtomicBoolean();

	private final Consumer<ProxiedConnection> closed;

	ProxiedConnection(Socket client, Socket server, Function<Direction, Passage> passages,
			Consumer<ProxiedConnection> closed) {
		this.client = client;
		this.server = server;
		this.closed = closed;
		this.toServer = new OneWay(client, server, passages.apply(Direction.TO_SERVER), this::reset, this::ended);
		this.toClient = new OneWay(server, client, passages.apply(Direction.TO_CLIENT), this::reset, this::ended);
	}

	void start() {
		try {
			this.toServer.start();
			this.toClient.start();
		}
		catch (IOException ex) {
			reset();
		}
	}

	/**
	 * Returns the port that the server sees this connection come from, by which the
	 * server's own lists name it.
	 * @return the port
	 */
	public int serverSidePort() {
		return this.server.getLocalPort();
	}

	/**
	 * Sets what becomes of the bytes that go one way.
	 * @param direction the way
	 * @param passage what becomes of them
	 */
	public void pass(Direction direction, Passage passage) {
		((direction != Direction.TO_SERVER) ? this.toClient : this.toServer).pass(passage);
	}

	/**
	 * Breaks the connection at once: both ends see a reset.
	 */
	public void reset() {
		close(true);
	}

	private void ended() {
		if (this.openWays.decrementAndGet() == 0) {
			close(false);
		}
	}

	private void close(boolean abruptly) {
		if (!this.isClosed.compareAndSet(false, true)) {
			return;
		}
		this.closed.accept(this);
		this.toServer.stop();
		this.toClient.stop();
		try (this.client; this.server) {
			if (abruptly) {
				this.client.setSoLinger(true, 0);
				this.server.setSoLinger(true, 0);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
