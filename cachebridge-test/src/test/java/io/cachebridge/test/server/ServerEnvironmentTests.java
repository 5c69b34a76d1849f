package io.cachebridge.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerEnvironmentTests {

	private final ServerUnavailableException reason = new ServerUnavailableException("none is here", null);

	@Test
	void skipsAndSaysWhy() {
		assertThat(environment("other, redis-cluster").skipOrFail("redis", this.reason))
			.isInstanceOf(TestAbortedException.class)
			.hasMessage("Server 'redis' cannot be had: none is here");
	}

	@Test
	void failsIfServerIsRequired() {
		assertThatExceptionOfType(AssertionFailedError.class)
			.isThrownBy(() -> environment(" other , redis ").skipOrFail("redis", this.reason))
			.withMessage("Server 'redis' is in CACHEBRIDGE_REQUIRED_SERVERS but cannot be had: none is here");
	}

	@Test
	void findsFirstProgramOnThePath(@TempDir Path first, @TempDir Path second) throws IOException {
		Files.createFile(first.resolve("redis-server"));
		Path program = Files.createFile(second.resolve("redis-server"));
		assertThat(program.toFile().setExecutable(true)).isTrue();
		ServerEnvironment environment = new ServerEnvironment(Map.of("PATH", first + ":" + second));
		assertThat(environment.program("redis-server")).contains(program);
		assertThat(environment.program("consul")).isEmpty();
	}

	@Test
	void prefersProgramOnThePathToTheOneBuiltIn(@TempDir Path directory) throws IOException {
		Path program = Files.createFile(directory.resolve("redis-server"));
		assertThat(program.toFile().setExecutable(true)).isTrue();
		assertThat(RedisProgram.find(new ServerEnvironment(Map.of("PATH", directory.toString())))).isEqualTo(program);
		assertThat(RedisProgram.find(new ServerEnvironment(Map.of()))).isExecutable().isNotEqualTo(program);
	}

	@Test
	void takesBlankVariablesForUnset() {
		ServerEnvironment environment = new ServerEnvironment(Map.of("A", " ", "B", " b "));
		assertThat(environment.get("A")).isNull();
		assertThat(environment.get("B")).isEqualTo("b");
		assertThat(environment.get("C")).isNull();
	}

	private static ServerEnvironment environment(String required) {
		return new ServerEnvironment(Map.of(ServerEnvironment.REQUIRED, required));
	}

}
