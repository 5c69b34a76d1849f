package io.cachebridge.backend.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between client and server that can swallow what open connections carry
 * without closing them, as a router that lost its state does.
 */
final class Proxy implements AutoCloseable {

	private final ServerSocket door;

	private final int target;

	private final List<Line> lines = new CopyOnWriteArrayList<>();

	Proxy(int target) {
		try {
			this.target = target;
			this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.door.getLocalPort();
	}

	/**
	 * From now on nothing passes on the connections that are open now.
	 */
	void swallow() {
		this.lines.forEach(Line::swallow);
	}

	@Override
	public void close() {
		try {
			this.door.close();
			for (Line line : this.lines) {
				line.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.door.accept();
				Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), this.target));
				this.lines.add(line);
				daemon(() -> line.carry(line.client, line.server));
				daemon(() -> line.carry(line.server, line.client));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static final class Line {

		private final Socket client;

		private final Socket server;

		private volatile boolean swallowing;

		Line(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void swallow() {
			this.swallowing = true;
		}

		void close() throws IOException {
			this.client.close();
			this.server.close();
		}

		void carry(Socket from, Socket to) {
			byte[] buffer = new byte[8192];
			try {
				for (int read = from.getInputStream().read(buffer); read >= 0; read = from.getInputStream()
					.read(buffer)) {
					if (!this.swallowing) {
						to.getOutputStream().write(buffer, 0, read);
					}
				}
				close();
			}
			catch (IOException ex) {
				// The other direction closes
			}
		}

	}

}
