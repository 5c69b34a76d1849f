package io.cachebridge.test.server;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server: the one at {@code CACHEBRIDGE_REDIS_URL}
 * ({@code redis://[user:password@]host:port}) if that is set, else {@code redis-server}
 * on the path, else the one built into {@code org.signal:embedded-redis}. Its name in
 * {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code redis}.
 * <p>
 * Whoever wants to stop, kill or pause it needs an {@linkplain #exclusive() exclusive}
 * one.
 */
public final class RedisServerFixture extends ProcessServerFixture {

	static final String URL = "CACHEBRIDGE_REDIS_URL";

	private static final String NAME = "redis";

	private static final RedisServerFixture SHARED = new RedisServerFixture(ServerEnvironment.ofProcess(), true);

	/** Keeps what was acknowledged when the process is killed, though not the machine. */
	private static final String[] DURABLE = { "--appendonly", "yes", "--appendfsync", "no" };

	private final String[] options;

	RedisServerFixture(ServerEnvironment environment, boolean shared, String... options) {
		super(NAME, URL, environment, shared);
		this.options = options;
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static RedisServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static RedisServerFixture exclusive() {
		return new RedisServerFixture(ServerEnvironment.ofProcess(), false);
	}

	/**
	 * Returns a server of its own like an {@linkplain #exclusive() exclusive} one that
	 * writes down each change before it acknowledges it ({@code appendonly yes}): killed
	 * or stopped and started again it holds all that it has acknowledged.
	 * @return the fixture
	 */
	public static RedisServerFixture durable() {
		return new RedisServerFixture(ServerEnvironment.ofProcess(), false, DURABLE);
	}

	@Override
	String addressAt(int port) {
		return "redis://127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		new RedisProcess(server, RedisProgram.find(environment()), this.options).start();
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code redis://host:port}
	 */
	public String url() {
		return address();
	}

	public String host() {
		return uri().getHost();
	}

	public int port() {
		return uri().getPort();
	}

	private URI uri() {
		return URI.create(address());
	}

	/**
	 * Has the server execute a command, on a connection of its own.
	 * @param words the command: strings or byte arrays
	 * @return a string, a long, a list of these, or {@code null}
	 * @throws java.io.UncheckedIOException if the server is away or answers with an error
	 */
	public @Nullable Object command(Object... words) {
		return RedisProcess.command(uri(), words);
	}

	/**
	 * Kills the server and starts it again without what it held.
	 */
	public void restartEmpty() {
		process().kill();
		process().forget();
		start();
	}

	/**
	 * Kills the server and starts it again with what it held.
	 */
	public void restartKeepingData() {
		if (this.options != DURABLE) {
			command("SAVE");
		}
		process().kill();
		start();
	}

}
