package io.cachebridge.test.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

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
public final class S3ServerFixture extends ProcessServerFixture {

	static final String ENDPOINT = "CACHEBRIDGE_S3_ENDPOINT";

	static final String ACCESS_KEY = "CACHEBRIDGE_S3_ACCESS_KEY";

	static final String SECRET_KEY = "CACHEBRIDGE_S3_SECRET_KEY";

	/** Says where the program is. */
	static final String JAR = "cachebridge.test.s3proxy.jar";

	private static final String NAME = "s3";

	private static final String BUILT_IN_ACCESS_KEY = "cachebridge-access";

	private static final String BUILT_IN_SECRET_KEY = "cachebridge-secret";

	private static final S3ServerFixture SHARED = new S3ServerFixture(ServerEnvironment.ofProcess(), true);

	S3ServerFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, ENDPOINT, environment, shared);
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

	@Override
	String addressAt(int port) {
		return "http://127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		server.start(() -> ServerProcess.answersHttp(endpoint()), ServerProcess.java("-Xmx256m", "-jar",
				jar().toString(), "--properties", settings(server, address()).toString()));
	}

	private static Path jar() {
		String jar = System.getProperty(JAR, "");
		if (jar.isBlank() || !Files.isRegularFile(Path.of(jar))) {
			throw new ServerUnavailableException(
					"no '%s' is set, and system property '%s' names no file but '%s'".formatted(ENDPOINT, JAR, jar),
					null);
		}
		return Path.of(jar);
	}

	private Path settings(ServerProcess server, String endpoint) {
		Path data = server.directory().resolve("data");
		Properties settings = new Properties();
		settings.setProperty("s3proxy.endpoint", endpoint);
		settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
		settings.setProperty("s3proxy.identity", BUILT_IN_ACCESS_KEY);
		settings.setProperty("s3proxy.credential", BUILT_IN_SECRET_KEY);
		// What nobody restarts need not keep files
		settings.setProperty("jclouds.provider", isShared() ? "transient-nio2" : "filesystem-nio2");
		settings.setProperty("jclouds.filesystem.basedir", data.toString());
		settings.setProperty("jclouds.identity", "unused");
		settings.setProperty("jclouds.credential", "unused");
		Path file = server.directory().resolve("s3proxy.properties");
		try {
			Files.createDirectories(data);
			try (OutputStream content = Files.newOutputStream(file)) {
				settings.store(content, null);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file;
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code http://host:port}
	 */
	public URI endpoint() {
		return URI.create(address());
	}

	/**
	 * Tells which server it is.
	 * @return {@code true} if it is S3Proxy, started here
	 */
	public boolean isBuiltIn() {
		return isStartedHere();
	}

	public String accessKey() {
		return isStartedHere() ? BUILT_IN_ACCESS_KEY : variable(ACCESS_KEY);
	}

	public String secretKey() {
		return isStartedHere() ? BUILT_IN_SECRET_KEY : variable(SECRET_KEY);
	}

	private String variable(String name) {
		return Objects.requireNonNull(environment().get(name), () -> name + " is not set");
	}

}
