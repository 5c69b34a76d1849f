package io.cachebridge.test.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

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
public final class DynamoDbServerFixture extends ProcessServerFixture {

	static final String ENDPOINT = "CACHEBRIDGE_DYNAMODB_ENDPOINT";

	static final String CLASS_PATH = "cachebridge.test.dynamodb.classpath";

	private static final String NAME = "dynamodb";

	private static final String MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

	private static final DynamoDbServerFixture SHARED = new DynamoDbServerFixture(ServerEnvironment.ofProcess(), true);

	DynamoDbServerFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, ENDPOINT, environment, shared);
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

	@Override
	String addressAt(int port) {
		return "http://127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		server.start(() -> ServerProcess.answersHttp(endpoint()), ServerProcess.java("-Xmx512m", "-cp", classPath(),
				MAIN, "-inMemory", "-disableTelemetry", "-port", String.valueOf(server.port())));
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

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code http://host:port}
	 */
	public URI endpoint() {
		return URI.create(address());
	}

}
