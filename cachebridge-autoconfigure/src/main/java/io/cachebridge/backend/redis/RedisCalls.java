package io.cachebridge.backend.redis;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Calls Redis and tells failures in the terms of the engine.
 *
 * @param backend the name of the backend
 */
record RedisCalls(String backend) {

	<T extends @Nullable Object> T call(String operation, @Nullable String key, Supplier<T> command) {
		try {
			return command.get();
		}
		catch (RuntimeException ex) {
			throw RedisFailures.translate(this.backend, operation, key, ex);
		}
	}

	void run(String operation, @Nullable String key, Runnable command) {
		try {
			command.run();
		}
		catch (RuntimeException ex) {
			throw RedisFailures.translate(this.backend, operation, key, ex);
		}
	}

}
