package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One Redis server as a process of its own.
 */
final class RedisProcess {

	private final ServerProcess process;

	private final Path program;

	private final List<String> options;

	RedisProcess(ServerProcess process, Path program, String... options) {
		this.process = process;
		this.program = program;
		this.options = List.of(options);
	}

	int port() {
		return this.process.port();
	}

	URI url() {
		return URI.create("redis://127.0.0.1:" + port());
	}

	/**
	 * Starts the process, with the data saved since it last ran, or appended to its log,
	 * if any.
	 */
	void start() {
		List<String> command = new ArrayList<>(
				List.of(this.program.toString(), "--port", String.valueOf(port()), "--bind", "127.0.0.1", "--dir",
						this.process.directory().toString(), "--save", "", "--appendonly", "no"));
		command.addAll(this.options);
		this.process.start(() -> "PONG".equals(command("PING")), command);
		try {
			Files.deleteIfExists(this.process.directory().resolve("dump.rdb"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
		this.process.close();
	}

}
