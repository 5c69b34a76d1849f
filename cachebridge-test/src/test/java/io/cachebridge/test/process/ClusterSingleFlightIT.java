package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of which each wants the same value many times at once.
 */
class ClusterSingleFlightIT {

	private static final Duration LOAD = Duration.ofSeconds(3);

	/** What waiters are given at the latest: a fifth longer than the load takes. */
	private static final Duration WAIT = LOAD.multipliedBy(6).dividedBy(5);

	private static final Duration FOLLOWER_TIMEOUT = Duration.ofSeconds(10);

	/** Processes of a busy machine wait for each other. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	@TempDir
	Path directory;

	private final String prefix = UUID.randomUUID().toString();

	private Cells cells;

	private ProcessNode one;

	private ProcessNode two;

	@BeforeEach
	void start() {
		this.cells = Cells.in(this.directory);
		this.one = launch(0);
		this.two = launch(1);
		List.of(this.one, this.two).forEach(ProcessNode::awaitReady);
		List.of(this.one, this.two).forEach((node) -> node.tell("hear", "hearing"));
		// Whatever has to be loaded is, and the key is another one
		List.of(this.one, this.two).forEach((node) -> node.ask(race(0, Duration.ZERO)));
	}

	private ProcessNode launch(int number) {
		return ProcessNode.start(number, this.directory,
				List.of("node.slot=" + number, "node.slots=2", "node.number=" + number, "node.seed=1",
						"node.directory=" + this.directory, "spring.data.redis.url=" + redis.url(),
						"cachebridge.default-backend=redis", "cachebridge.key-prefix=" + this.prefix,
						"cachebridge.redis.timeout=5s", "cachebridge.defaults.single-flight=cluster",
						"cachebridge.defaults.loader.follower-timeout=" + FOLLOWER_TIMEOUT));
	}

	@AfterEach
	void stop() {
		this.one.close();
		this.two.close();
	}

	private static String race(int cell, Duration load) {
		return "race %d %s".formatted(cell, load);
	}

	@Test
	void aValueIsLoadedOnceForAllThreadsOfAllProcesses() {
		for (int cell = 1; cell <= 3; cell++) {
			this.one.say(race(cell, LOAD));
			this.two.say(race(cell, LOAD));
			List<String> answers = List.of(this.one.answer(), this.two.answer());
			System.out.println("Loads of %s: the slowest callers took %s ms".formatted(LOAD, answers));
			assertThat(this.cells.version(cell)).as("loads").isEqualTo(1);
			assertThat(answers).allSatisfy((answer) -> {
				assertThat(answer).startsWith("[1] ");
				assertThat(timeOf(answer)).isLessThan(WAIT);
			});
		}
	}

	@Test
	void anotherProcessLoadsWhenTheOneThatDidIsKilled() {
		this.one.say(race(1, Duration.ofMinutes(5)));
		Awaitility.await().until(() -> this.cells.version(1) == 1);
		this.two.say(race(1, LOAD));
		Awaitility.await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> true);
		assertThat(this.cells.version(1)).as("loads while the other process loads").isEqualTo(1);
		this.one.close();
		String answer = this.two.answer();
		System.out.println("A load whose process was killed: the slowest callers took %s ms".formatted(answer));
		assertThat(answer).startsWith("[2] ");
		assertThat(this.cells.version(1)).as("loads").isEqualTo(2);
		assertThat(timeOf(answer)).isLessThan(FOLLOWER_TIMEOUT.dividedBy(2).plus(LOAD).plus(SLACK));
	}

	private static Duration timeOf(String answer) {
		return Duration.ofMillis(Long.parseLong(answer.substring(answer.lastIndexOf(' ') + 1)));
	}

}
