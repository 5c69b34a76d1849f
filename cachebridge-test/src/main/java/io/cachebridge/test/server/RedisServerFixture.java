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
public final class RedisServerFixture extends ServerFixture {

	static final String URL = "CACHEBRIDGE_REDIS_URL";

	private static final String NAME = "redis";

	private static final RedisServerFixture SHARED = new RedisServerFixture(ServerEnvironment.ofProcess(), true);

	/** Keeps what was acknowledged when the process is killed, though not the machine. */
	private static final String[] DURABLE = { "--appendonly", "yes", "--appendfsync", "no" };

	private final String[] options;

	private @Nullable RedisProcess process;

	private @Nullable URI url;

	RedisServerFixture(ServerEnvironment environment, boolean shared, String... options) {
		super(NAME, environment, shared);
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

	/**
	 * Starts the server if it does not run: on the port that it always had, and empty
	 * unless it is {@linkplain #durable() durable}.
	 */
	@Override
	public synchronized void start() {
		String address = isShared() ? environment().get(URL) : null;
		if (address != null) {
			this.url = URI.create(address);
			return;
		}
		if (this.process == null) {
			this.process = new RedisProcess(RedisProgram.find(environment()), this.options);
			this.url = this.process.url();
		}
		if (!this.process.isRunning()) {
			this.process.start();
		}
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code redis://host:port}
	 */
	public String url() {
		return uri().toString();
	}

	public String host() {
		return uri().getHost();
	}

	public int port() {
		return uri().getPort();
	}

	private URI uri() {
		if (this.url == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.url;
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
	 * Ends the server in good order; what it held is lost unless it is durable.
	 */
	public void stop() {
		process().stop();
	}

	/**
	 * Ends the server at once; what it held is lost unless it is durable.
	 */
	public void kill() {
		process().kill();
	}

	/**
	 * Kills the server and starts it again without what it held.
	 */
	public void restartEmpty() {
		process().kill();
		process().forget();
		process().start();
	}

	/**
	 * Kills the server and starts it again with what it held.
	 */
	public void restartKeepingData() {
		if (this.options != DURABLE) {
			process().save();
		}
		process().kill();
		process().start();
	}

	/**
	 * Freezes the server: it accepts connections and answers nothing.
	 */
	public void pause() {
		process().pause();
	}

	/**
	 * Lets a frozen server go on.
	 */
	public void resume() {
		process().resume();
	}

	private RedisProcess process() {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this server too; take RedisServerFixture.exclusive()");
		}
		if (this.process == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.process;
	}

	@Override
	public synchronized void close() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

}
