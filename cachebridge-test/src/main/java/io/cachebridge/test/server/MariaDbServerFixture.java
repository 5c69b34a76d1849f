package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server for tests, as a static {@code @RegisterExtension}. The shared one is
 * that of {@code CACHEBRIDGE_MARIADB_URL}, a JDBC URL with user and password, if that is
 * set; else {@code mariadbd} is started if it is on the path. Where it cannot be had,
 * tests are skipped, unless {@code CACHEBRIDGE_REQUIRED_SERVERS} contains
 * {@code mariadb}.
 */
public final class MariaDbServerFixture extends ServerFixture {

	static final String URL = "CACHEBRIDGE_MARIADB_URL";

	private static final String NAME = "mariadb";

	private static final MariaDbServerFixture SHARED = new MariaDbServerFixture(true);

	private @Nullable ServerProcess process;

	private @Nullable String url;

	private MariaDbServerFixture(boolean shared) {
		super(NAME, ServerEnvironment.ofProcess(), shared);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static MariaDbServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, which the tests may disturb. It is ended after the
	 * last test of the class.
	 * @return the fixture
	 */
	public static MariaDbServerFixture exclusive() {
		return new MariaDbServerFixture(false);
	}

	/**
	 * Starts the server if it does not run: on the port that it always had, with what it
	 * held.
	 */
	@Override
	public synchronized void start() {
		String address = isShared() ? environment().get(URL) : null;
		if (address != null) {
			this.url = address;
			return;
		}
		if (this.process == null) {
			ServerProcess fresh = new ServerProcess(NAME);
			initialize(fresh.directory());
			this.process = fresh;
			this.url = "jdbc:mariadb://127.0.0.1:%d/test?user=root".formatted(fresh.port());
		}
		if (!this.process.isRunning()) {
			start(this.process);
		}
	}

	// Without grant tables, so that nothing has to be set up
	private void start(ServerProcess server) {
		Path directory = server.directory();
		server.start(() -> answers(server.port()),
				List.of(program("mariadbd").toString(), "--no-defaults", "--user=root",
						"--datadir=" + directory.resolve("data"), "--socket=" + directory.resolve("socket"),
						"--pid-file=" + directory.resolve("pid"), "--port=" + server.port(), "--bind-address=127.0.0.1",
						"--skip-grant-tables", "--skip-networking=0", "--innodb-flush-log-at-trx-commit=0",
						"--character-set-server=utf8mb4"));
	}

	private static boolean answers(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(1000);
			return socket.getInputStream().read() > 0;
		}
	}

	// Each directory is a database; one without tables is all that a server needs
	private static void initialize(Path directory) {
		try {
			Files.createDirectories(directory.resolve("data").resolve("mysql"));
			Files.createDirectories(directory.resolve("data").resolve("test"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path program(String name) {
		return environment().program(name)
			.orElseThrow(() -> new ServerUnavailableException("no '%s' on the path".formatted(name), null));
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the JDBC URL, with user and password
	 */
	public String url() {
		if (this.url == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.url;
	}

	/**
	 * Ends the server; what it held is kept for the next start.
	 */
	public void stop() {
		if (isShared() || this.process == null) {
			throw new IllegalStateException("Only a server that was started and is not shared can be stopped");
		}
		this.process.stop();
	}

	@Override
	public synchronized void close() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

}
