package io.cachebridge.test.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.cachebridge.core.BackplaneStatistics;
import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheStatistics;

/**
 * An application that is a process of its own. It takes commands, one in a line each,
 * from the process that started it, answers each with a line, and ends with it.
 */
public final class NodeProcess {

	private static final int WORKERS = 6;

	private final PrintStream answers;

	private final ConfigurableApplicationContext context;

	private final List<Worker> workers = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private NodeProcess(PrintStream answers, ConfigurableApplicationContext context) {
		this.answers = answers;
		this.context = context;
	}

	public static void main(String[] properties) throws Exception {
		PrintStream answers = System.out;
		// What the application logs must not look like an answer
		System.setOut(System.err);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(properties);
		new NodeProcess(answers, context).obey();
	}

	private void obey() throws IOException, InterruptedException {
		this.answers.println("ready");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String command = commands.readLine(); command != null; command = commands.readLine()) {
			this.answers.println(answer(command));
			if (command.equals("close")) {
				System.exit(0);
			}
		}
		Runtime.getRuntime().halt(1);
	}

	private String answer(String command) throws InterruptedException {
		String[] words = command.split(" ", 3);
		return switch (words[0]) {
			case "clock" -> String.valueOf(System.nanoTime());
			case "work" -> work();
			case "hear" -> hear();
			case "hits" -> hits();
			case "suspicions" -> suspicions();
			case "race" -> new Race(cells(), Integer.parseInt(words[1]), Duration.parse(words[2]))
				.run(Objects.requireNonNull(manager().getCache("raced")));
			case "close" -> close();
			default -> throw new IllegalArgumentException(command);
		};
	}

	private String work() {
		Worker.Place place = this.context.getBean(Worker.Place.class);
		long seed = this.context.getEnvironment().getRequiredProperty("node.seed", Long.class);
		for (int i = 0; i < WORKERS; i++) {
			Worker worker = new Worker(place, seed + i);
			this.workers.add(worker);
			Thread thread = new Thread(worker, "worker-" + i);
			this.threads.add(thread);
			thread.start();
		}
		return "working";
	}

	/** Only a node that hears the others serves values from its own memory. */
	private String hear() {
		CacheBridgeCache cache = Objects.requireNonNull(manager().getCache("hearing"));
		String key = "of " + ProcessHandle.current().pid();
		Awaitility.await().atMost(ProcessNode.PATIENCE).until(() -> {
			long hits = cache.statistics().localHits();
			cache.put(key, "heard");
			cache.get(key);
			return cache.statistics().localHits() > hits;
		});
		return "hearing";
	}

	private String hits() {
		long local = 0;
		long lookups = 0;
		for (CacheBridgeCache cache : manager().caches()) {
			CacheStatistics statistics = cache.statistics();
			local += statistics.localHits();
			lookups += statistics.hits() + statistics.misses();
		}
		return local + " of " + lookups;
	}

	private String suspicions() {
		BackplaneStatistics statistics = Objects.requireNonNull(manager().backplaneStatistics());
		return statistics.suspicions().toString();
	}

	private Cells cells() {
		return this.context.getBean(Cells.class);
	}

	private CacheBridgeCacheManager manager() {
		return this.context.getBean(CacheBridgeCacheManager.class);
	}

	private String close() throws InterruptedException {
		this.workers.forEach(Worker::stop);
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.context.close();
		return "closed";
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Cells cells(Environment environment) {
			return Cells.in(directory(environment));
		}

		@Bean
		Shelf shelf(Cells cells) {
			return new Shelf(cells);
		}

		@Bean
		FailureNotes failureNotes() {
			return new FailureNotes();
		}

		@Bean
		Worker.Place place(Environment environment, Cells cells, CacheBridgeCacheManager caches, Shelf shelf,
				FailureNotes notes) {
			Journal journal = Journal.of(directory(environment),
					environment.getRequiredProperty("node.number", Integer.class));
			return new Worker.Place(environment.getRequiredProperty("node.slot", Integer.class),
					environment.getRequiredProperty("node.slots", Integer.class), cells, journal, caches, shelf, notes,
					Throwable::printStackTrace);
		}

		private static Path directory(Environment environment) {
			return Path.of(environment.getRequiredProperty("node.directory"));
		}

	}

}
