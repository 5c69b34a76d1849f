package io.cachebridge.test.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB server, which takes any credentials: the one at
 * {@code CACHEBRIDGE_DYNAMODB_ENDPOINT} ({@code http://host:port}) if that is set, else
 * DynamoDB Local, in memory, on the class path that is written in the file which the
 * system property {@code cachebridge.test.dynamodb.classpath} names. Its name in
 * {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code dynamodb}.
 * <p>
 * Such a file is made by {@code mvn dependency:build-classpath} in a project that depends
 * on {@code com.amazonaws:DynamoDBLocal}. Whoever wants to stop, kill or pause the server
 * needs an {@linkplain #exclusive() exclusive} one.
 */
public final class DynamoDbServerFixture extends ServerFixture {

	static final String ENDPOINT = "CACHEBRIDGE_DYNAMODB_ENDPOINT";

	static final String CLASS_PATH = "cachebridge.test.dynamodb.classpath";

	private static final String NAME = "dynamodb";

	private static final String MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

	private static final DynamoDbServerFixture SHARED = new DynamoDbServerFixture(ServerEnvironment.ofProcess(), true);

	private @Nullable ServerProcess process;

	private @Nullable URI endpoint;

	DynamoDbServerFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, environment, shared);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static DynamoDbServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static DynamoDbServerFixture exclusive() {
		return new DynamoDbServerFixture(ServerEnvironment.ofProcess(), false);
	}

	/**
	 * Starts the server if it does not run: on the port that it always had, and without
	 * tables.
	 */
	@Override
	public synchronized void start() {
		String address = isShared() ? environment().get(ENDPOINT) : null;
		if (address != null) {
			this.endpoint = URI.create(address);
			return;
		}
		String classPath = classPath();
		if (this.process == null) {
			this.process = new ServerProcess(NAME);
		}
		if (!this.process.isRunning()) {
			int port = this.process.port();
			URI started = URI.create("http://127.0.0.1:" + port);
			this.endpoint = started;
			this.process.start(() -> answers(started),
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
							"-XX:TieredStopAtLevel=1", "-cp", classPath, MAIN, "-inMemory", "-disableTelemetry",
							"-port", String.valueOf(port)));
		}
	}

	private static String classPath() {
		String file = System.getProperty(CLASS_PATH);
		if (file == null) {
			throw new ServerUnavailableException(
					"neither %s nor the system property %s is set".formatted(ENDPOINT, CLASS_PATH), null);
		}
		try {
			return Files.readString(Path.of(file)).trim();
		}
		catch (IOException ex) {
			throw new ServerUnavailableException(
					"the class path of DynamoDB Local is not at %s, which %s names".formatted(file, CLASS_PATH), ex);
		}
	}

	private static boolean answers(URI endpoint) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
		connection.setConnectTimeout(1_000);
		connection.setReadTimeout(1_000);
		try {
			return connection.getResponseCode() > 0;
		}
		finally {
			connection.disconnect();
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
	 * Ends the server in good order; what it held is lost.
	 */
	public void stop() {
		process().stop();
	}

	/**
	 * Ends the server at once; what it held is lost.
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

	private ServerProcess process() {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this server too; take DynamoDbServerFixture.exclusive()");
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
