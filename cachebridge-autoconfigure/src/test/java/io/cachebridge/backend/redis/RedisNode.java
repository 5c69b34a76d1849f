package io.cachebridge.backend.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisExecProvider;

/**
 * A server process of our own, which a test may kill, restart and pause.
 */
final class RedisNode implements AutoCloseable {

	private final int port;

	private final Path directory;

	private final List<String> arguments;

	private Process process;

	private RedisNode(List<String> arguments) {
		try {
			this.port = freePort();
			this.arguments = arguments;
			this.directory = Files.createTempDirectory("redis");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RedisNode start(String... arguments) {
		RedisNode node = absent(arguments);
		try {
			node.launch();
			return node;
		}
		catch (RuntimeException ex) {
			node.close();
			throw ex;
		}
	}

	static RedisNode startSentinel(RedisNode master) {
		try {
			Path configuration = Files.createTempFile("sentinel", ".conf");
			configuration.toFile().deleteOnExit();
			Files.writeString(configuration, """
					sentinel monitor main 127.0.0.1 %d 1
					sentinel down-after-milliseconds main 500
					sentinel failover-timeout main 5000
					""".formatted(master.port()));
			return start(configuration.toString(), "--sentinel");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reserves a port where nobody answers until {@link #launch()}.
	 */
	static RedisNode absent(String... arguments) {
		return new RedisNode(List.of(arguments));
	}

	LettuceConnectionFactory connectionFactory() {
		return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", this.port));
	}

	/**
	 * Returns a port below the ephemeral ones, so that port + 10000, the cluster bus of
	 * Redis, exists too.
	 */
	static int freePort() {
		for (int port = 20000 + (int) (ProcessHandle.current().pid() % 5000); port < 30000; port++) {
			try (ServerSocket socket = new ServerSocket(port); ServerSocket bus = new ServerSocket(port + 10000)) {
				return Math.min(socket.getLocalPort(), bus.getLocalPort());
			}
			catch (IOException ex) {
				// Taken
			}
		}
		throw new IllegalStateException("No free port");
	}

	int port() {
		return this.port;
	}

	void launch() {
		try {
			this.process = startProcess();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitReady();
	}

	void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}
	}

	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	/**
	 * Sends one command over a socket of its own.
	 * @param words the words of the command
	 * @return the answer; of a list, the number of its elements
	 */
	String command(String... words) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(5000);
			StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
			for (String word : words) {
				int length = word.getBytes(StandardCharsets.UTF_8).length;
				request.append("$").append(length).append("\r\n").append(word).append("\r\n");
			}
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
			InputStream input = new BufferedInputStream(socket.getInputStream());
			String first = line(input);
			if (first.startsWith("$") && !first.equals("$-1")) {
				return new String(input.readNBytes(Integer.parseInt(first.substring(1))), StandardCharsets.UTF_8);
			}
			return first.substring(1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String line(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = input.read(); next != '\n' && next >= 0; next = input.read()) {
			line.append((char) next);
		}
		return line.toString().trim();
	}

	private Process startProcess() throws IOException {
		List<String> command = new ArrayList<>();
		command.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
		// A file of configuration has to come first
		command.addAll(this.arguments);
		command.addAll(List.of("--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--save", "", "--dir",
				this.directory.toString()));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
	}

	private void awaitReady() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(10))
			.ignoreExceptions()
			.until(() -> !command("PING").isEmpty());
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
