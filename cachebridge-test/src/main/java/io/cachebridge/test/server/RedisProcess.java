package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server as a process of its own, on a port and in a directory that it keeps
 * over restarts. It ends with the virtual machine and leaves nothing behind.
 */
final class RedisProcess {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Path program;

	private final List<String> options;

	private final int port = freePort();

	private final Path directory;

	private final Thread closeAtExit = new Thread(this::end, "redis-process-end");

	private @Nullable Process process;

	RedisProcess(Path program, String... options) {
		this.program = program;
		this.options = List.of(options);
		this.directory = temporaryDirectory();
		Runtime.getRuntime().addShutdownHook(this.closeAtExit);
	}

	int port() {
		return this.port;
	}

	URI url() {
		return URI.create("redis://127.0.0.1:" + this.port);
	}

	boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Starts the process, with the data last {@linkplain #save() saved} since it last
	 * ran, or appended to its log, if any.
	 */
	void start() {
		List<String> command = new ArrayList<>(List.of(this.program.toString(), "--port", String.valueOf(this.port),
				"--bind", "127.0.0.1", "--dir", this.directory.toString(), "--save", "", "--appendonly", "no"));
		command.addAll(this.options);
		Path log = this.directory.resolve("redis.log");
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
			Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(this::answersOrEnded);
			if (!this.process.isAlive()) {
				throw new ServerUnavailableException(
						"%s ended at once: %s".formatted(this.program, Files.readString(log)), null);
			}
			Files.deleteIfExists(this.directory.resolve("dump.rdb"));
		}
		catch (IOException | ConditionTimeoutException ex) {
			throw new ServerUnavailableException("%s does not start: %s".formatted(this.program, ex), ex);
		}
	}

	private boolean answersOrEnded() {
		if (!isRunning()) {
			return true;
		}
		try {
			return "PONG".equals(command("PING"));
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Keeps the data for the next start.
	 */
	void save() {
		command("SAVE");
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
	 * Has the server execute a command.
	 * @param words the command: strings or byte arrays
	 * @return the answer
	 */
	@Nullable Object command(Object... words) {
		return command(url(), words);
	}

	static @Nullable Object command(URI url, Object... words) {
		try (RedisConnection connection = new RedisConnection(url)) {
			return connection.call(words);
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

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("cachebridge-redis-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
