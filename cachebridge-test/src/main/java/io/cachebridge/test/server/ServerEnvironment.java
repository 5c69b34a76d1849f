package io.cachebridge.test.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What the environment of the tests says about servers.
 *
 * @param variables the environment variables
 */
record ServerEnvironment(Map<String, String> variables) {

	static final String REQUIRED = "CACHEBRIDGE_REQUIRED_SERVERS";

	static ServerEnvironment ofProcess() {
		return new ServerEnvironment(System.getenv());
	}

	/**
	 * Returns a setting.
	 * @param variable the name of the variable
	 * @return its value, {@code null} if it is not set or blank
	 */
	@Nullable String get(String variable) {
		String value = this.variables.get(variable);
		return (value != null && !value.isBlank()) ? value.trim() : null;
	}

	/**
	 * Finds a program.
	 * @param name its name
	 * @return the first on the path
	 */
	Optional<Path> program(String name) {
		String path = this.variables.getOrDefault("PATH", "");
		return Stream.of(path.split(File.pathSeparator))
			.filter((directory) -> !directory.isBlank())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Decides what becomes of tests whose server cannot be had.
	 * @param server the name of the server
	 * @param reason why it cannot be had
	 * @return what to throw: a skip, or a failure if the server is required
	 */
	RuntimeException skipOrFail(String server, ServerUnavailableException reason) {
		if (List.of(this.variables.getOrDefault(REQUIRED, "").trim().split("\\s*,\\s*")).contains(server)) {
			throw new AssertionFailedError(
					"Server '%s' is in %s but cannot be had: %s".formatted(server, REQUIRED, reason.getMessage()),
					reason);
		}
		String message = "Server '%s' cannot be had: %s".formatted(server, reason.getMessage());
		System.out.println("Skipped: " + message);
		return new TestAbortedException(message, reason);
	}

}
