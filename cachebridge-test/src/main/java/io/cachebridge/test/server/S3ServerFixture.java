package io.cachebridge.test.server;

import java.net.URI;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the protocol of Amazon S3: the one at
 * {@code CACHEBRIDGE_S3_ENDPOINT} ({@code http://host:port}) if that is set, with the
 * credentials in {@code CACHEBRIDGE_S3_ACCESS_KEY} and {@code CACHEBRIDGE_S3_SECRET_KEY},
 * else the S3Proxy whose jar the system property {@code cachebridge.test.s3proxy.jar}
 * names. Its name in {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code s3}.
 * <p>
 * It has no bucket to begin with. Clients name buckets in the path. Whoever wants to
 * stop, kill or pause it needs an {@linkplain #exclusive() exclusive} one.
 */
public final class S3ServerFixture extends ServerFixture {

	static final String ENDPOINT = "CACHEBRIDGE_S3_ENDPOINT";

	static final String ACCESS_KEY = "CACHEBRIDGE_S3_ACCESS_KEY";

	static final String SECRET_KEY = "CACHEBRIDGE_S3_SECRET_KEY";

	private static final String NAME = "s3";

	private static final S3ServerFixture SHARED = new S3ServerFixture(ServerEnvironment.ofProcess(), true);

	private @Nullable S3Process process;

	private @Nullable URI endpoint;

	S3ServerFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, environment, shared);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static S3ServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static S3ServerFixture exclusive() {
		return new S3ServerFixture(ServerEnvironment.ofProcess(), false);
	}

	/**
	 * Starts the server if it does not run: on the port that it always had, with what it
	 * held.
	 */
	@Override
	public synchronized void start() {
		String address = isShared() ? environment().get(ENDPOINT) : null;
		if (address != null) {
			this.endpoint = URI.create(address);
			return;
		}
		if (this.process == null) {
			this.process = new S3Process();
			this.endpoint = this.process.endpoint();
		}
		if (!this.process.isRunning()) {
			this.process.start();
		}
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code http://host:port}
	 */
	public URI endpoint() {
		if (this.endpoint == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.endpoint;
	}

	/**
	 * Tells which server it is.
	 * @return {@code true} if it is S3Proxy, started here
	 */
	public boolean isBuiltIn() {
		return this.process != null;
	}

	public String accessKey() {
		return (this.process != null) ? S3Process.ACCESS_KEY : variable(ACCESS_KEY);
	}

	public String secretKey() {
		return (this.process != null) ? S3Process.SECRET_KEY : variable(SECRET_KEY);
	}

	private String variable(String name) {
		return Objects.requireNonNull(environment().get(name), () -> name + " is not set");
	}

	/**
	 * Ends the server in good order. What it held is there when it starts again.
	 */
	public void stop() {
		process().stop();
	}

	/**
	 * Ends the server at once.
	 */
	public void kill() {
		process().kill();
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

	private S3Process process() {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this server too; take S3ServerFixture.exclusive()");
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
