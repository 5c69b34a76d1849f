package io.cachebridge.test.server;

import java.io.IOException;
import java.nio.file.Path;

import redis.embedded.RedisExecProvider;

/**
 * Finds a program that is a Redis server.
 */
final class RedisProgram {

	private static final String NAME = "redis-server";

	private RedisProgram() {
	}

	/**
	 * Finds the program on the path, or the one built into embedded-redis.
	 * @param environment what says where to look
	 * @return the program
	 * @throws ServerUnavailableException if there is none
	 */
	static Path find(ServerEnvironment environment) {
		return environment.program(NAME).orElseGet(RedisProgram::builtIn);
	}

	private static Path builtIn() {
		try {
			return BuiltIn.extract();
		}
		catch (NoClassDefFoundError ex) {
			throw new ServerUnavailableException(
					"no '%s' on the path and no org.signal:embedded-redis on the class path".formatted(NAME), ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new ServerUnavailableException(
					"no '%s' on the path, and the one built in does not work here: %s".formatted(NAME, ex), ex);
		}
	}

	/**
	 * Loaded only if wanted, because the library is optional.
	 */
	private static final class BuiltIn {

		// The copy is removed when the virtual machine ends
		static Path extract() throws IOException {
			return RedisExecProvider.defaultProvider().get().toPath();
		}

	}

}
