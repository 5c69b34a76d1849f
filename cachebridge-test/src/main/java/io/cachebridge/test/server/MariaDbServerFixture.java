package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A MariaDB server for tests, as a static {@code @RegisterExtension}. The shared one is
 * that of {@code CACHEBRIDGE_MARIADB_URL}, a JDBC URL with user and password, if that is
 * set; else {@code mariadbd} is started if it is on the path. Where it cannot be had,
 * tests are skipped, unless {@code CACHEBRIDGE_REQUIRED_SERVERS} contains
 * {@code mariadb}.
 */
public final class MariaDbServerFixture extends ProcessServerFixture {

	static final String URL = "CACHEBRIDGE_MARIADB_URL";

	private static final String NAME = "mariadb";

	private static final MariaDbServerFixture SHARED = new MariaDbServerFixture(true);

	private MariaDbServerFixture(boolean shared) {
		super(NAME, URL, ServerEnvironment.ofProcess(), shared);
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

	@Override
	String addressAt(int port) {
		return "jdbc:mariadb://127.0.0.1:%d/test?user=root".formatted(port);
	}

	// Without grant tables, so that nothing has to be set up
	@Override
	void launch(ServerProcess server) {
		Path directory = server.directory();
		initialize(directory);
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
		return address();
	}

}
