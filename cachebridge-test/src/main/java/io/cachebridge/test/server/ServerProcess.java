package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server as a process of its own, on a port and in a directory that it keeps over
 * restarts. It ends with the virtual machine and leaves nothing behind.
 */
final class ServerProcess {

	private static final int ANSWER_MILLISECONDS = 5_000;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final String name;

	private final int port = freePort();

	private final Path directory;

	private final Thread closeAtExit;

	private @Nullable Process process;

	/**
	 * Creates a process that does not run yet.
	 * @param name what its files and threads are called after
	 */
	ServerProcess(String name) {
		this.name = name;
		this.directory = temporaryDirectory(name);
		this.closeAtExit = new Thread(this::end, name + "-process-end");
		Runtime.getRuntime().addShutdownHook(this.closeAtExit);
	}

	int port() {
		return this.port;
	}

	/**
	 * Returns where the server may keep files, which stay while it is restarted.
	 * @return an existing directory
	 */
	Path directory() {
		return this.directory;
	}

	boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Starts the process and waits until it answers.
	 * @param answers asked again and again; what it throws counts as no answer
	 * @param command the program and its arguments
	 * @throws ServerUnavailableException if it ends at once or does not answer
	 */
	void start(Callable<Boolean> answers, List<String> command) {
		Path log = this.directory.resolve(this.name + ".log");
		try {
			this.process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(10))
				.atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> !isRunning() || answers.call());
			if (!this.process.isAlive()) {
				throw new ServerUnavailableException(
						"%s ended at once: %s".formatted(command.get(0), Files.readString(log)), null);
			}
		}
		catch (IOException | ConditionTimeoutException ex) {
			throw new ServerUnavailableException("%s does not start: %s".formatted(command.get(0), ex), ex);
		}
	}

	void stop() {
		if (this.process != null) {
			this.process.destroy();
			waitForEnd(this.process);
		}
	}

	void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			waitForEnd(this.process);
		}
	}

	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		if (this.process == null) {
			throw new IllegalStateException("The server does not run");
		}
		try {
			Process signal = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start();
			waitForEnd(signal);
			if (signal.exitValue() != 0) {
				throw new IllegalStateException("The server could not be sent " + name);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends the process for good and removes its files.
	 */
	void close() {
		Runtime.getRuntime().removeShutdownHook(this.closeAtExit);
		end();
	}

	private void end() {
		kill();
		delete(true);
	}

	/**
	 * Removes what the server, which must not run, has written down.
	 */
	void forget() {
		delete(false);
	}

	private void delete(boolean directoryToo) {
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.filter((file) -> directoryToo || !file.equals(this.directory))
				.sorted(Comparator.reverseOrder())
				.forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void waitForEnd(Process process) {
		try {
			if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("Process %d does not end".formatted(process.pid()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a process ends", ex);
		}
	}

	/**
	 * Returns the command that runs a program of Java, on the runtime that runs this one.
	 * @param arguments what follows the options that make it start quickly
	 * @return the command
	 */
	static List<String> java(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Tells whether a server answers requests of HTTP, whatever it answers.
	 * @param address its address
	 * @return {@code true} if it does
	 * @throws IOException if it does not
	 */
	static boolean answersHttp(URI address) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
		connection.setConnectTimeout(ANSWER_MILLISECONDS);
		connection.setReadTimeout(ANSWER_MILLISECONDS);
		try {
			return connection.getResponseCode() > 0;
		}
		finally {
			connection.disconnect();
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path temporaryDirectory(String name) {
		try {
			return Files.createTempDirectory("cachebridge-%s-".formatted(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
