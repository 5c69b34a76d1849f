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

	private final ServerProcess process = new ServerProcess("redis");

	private final Path program;

	private final List<String> options;

	RedisProcess(Path program, String... options) {
		this.program = program;
		this.options = List.of(options);
	}

	int port() {
		return this.process.port();
	}

	URI url() {
		return URI.create("redis://127.0.0.1:" + port());
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	/**
	 * Starts the process, with the data last {@linkplain #save() saved} since it last
	 * ran, or appended to its log, if any.
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

	/**
	 * Keeps the data for the next start.
	 */
	void save() {
		command("SAVE");
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

	/**
	 * Removes what the server, which must not run, has written down.
	 */
	void forget() {
		this.process.forget();
	}

}
