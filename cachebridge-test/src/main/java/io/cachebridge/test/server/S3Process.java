package io.cachebridge.test.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * One S3Proxy as a process of its own, which keeps objects as files.
 */
final class S3Process {

	static final String ACCESS_KEY = "cachebridge-access";

	static final String SECRET_KEY = "cachebridge-secret";

	/** Says where the program is. */
	static final String JAR = "cachebridge.test.s3proxy.jar";

	private final ServerProcess process = new ServerProcess("s3");

	private final Path jar = find();

	private static Path find() {
		String jar = System.getProperty(JAR, "");
		if (jar.isBlank() || !Files.isRegularFile(Path.of(jar))) {
			throw new ServerUnavailableException("no '%s' is set, and system property '%s' names no file but '%s'"
				.formatted(S3ServerFixture.ENDPOINT, JAR, jar), null);
		}
		return Path.of(jar);
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.process.port());
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	/**
	 * Starts the process, with the objects that it held when it last ran.
	 */
	void start() {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.process.start(this::answers, List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar",
				this.jar.toString(), "--properties", settings().toString()));
	}

	private Path settings() {
		Path data = this.process.directory().resolve("data");
		Properties settings = new Properties();
		settings.setProperty("s3proxy.endpoint", endpoint().toString());
		settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
		settings.setProperty("s3proxy.identity", ACCESS_KEY);
		settings.setProperty("s3proxy.credential", SECRET_KEY);
		settings.setProperty("jclouds.provider", "filesystem-nio2");
		settings.setProperty("jclouds.filesystem.basedir", data.toString());
		settings.setProperty("jclouds.identity", "unused");
		settings.setProperty("jclouds.credential", "unused");
		Path file = this.process.directory().resolve("s3proxy.properties");
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

	private boolean answers() throws IOException {
		HttpURLConnection connection = (HttpURLConnection) endpoint().toURL().openConnection();
		connection.setConnectTimeout(1000);
		connection.setReadTimeout(5000);
		try {
			return connection.getResponseCode() > 0;
		}
		finally {
			connection.disconnect();
		}
	}

	void stop() {
		this.process.stop();
	}

	void kill() {
		this.process.kill();
	}

	void pause() {
		this.process.pause();
	}

	void resume() {
		this.process.resume();
	}

	/**
	 * Ends the process for good and removes its files.
	 */
	void close() {
		this.process.close();
	}

}
