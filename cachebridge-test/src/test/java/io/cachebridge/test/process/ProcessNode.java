package io.cachebridge.test.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The handle of a {@link NodeProcess}.
 */
final class ProcessNode implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int number;

	private final Path log;

	private final Process process;

	private final Writer commands;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private ProcessNode(int number, Path log, Process process) {
		this.number = number;
		this.log = log;
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::readAnswers, "answers of node " + number);
		reader.setDaemon(true);
		reader.start();
	}

	static ProcessNode start(int number, Path directory, List<String> properties) {
		Path log = directory.resolve("node-" + number + ".log");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m", "-Daws.accessKeyId=test", "-Daws.secretAccessKey=test",
				"-cp", classPath(), NodeProcess.class.getName(), "--spring.main.banner-mode=off"));
		properties.forEach((property) -> command.add("--" + property));
		try {
			return new ProcessNode(number, log, new ProcessBuilder(command).redirectError(log.toFile()).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Surefire's own class path names a jar that only points to the real one
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private void readAnswers() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.answers::add);
			this.answers.add("nothing more");
		}
		catch (IOException | UncheckedIOException ex) {
			this.answers.add("gone: " + ex);
		}
	}

	int number() {
		return this.number;
	}

	// The file goes with the test
	private String logged() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitReady() {
		expect("ready", answer());
	}

	String ask(String command) {
		say(command);
		return answer();
	}

	void say(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Node %d is gone: %s".formatted(this.number, logged()), ex);
		}
	}

	void tell(String command, String expected) {
		expect(expected, ask(command));
	}

	private void expect(String expected, String answer) {
		if (!answer.equals(expected)) {
			throw new IllegalStateException(
					"Node %d said '%s' and not '%s': %s".formatted(this.number, answer, expected, logged()));
		}
	}

	String answer() {
		try {
			String answer = this.answers.poll(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
			return Objects.requireNonNull(answer, () -> "Node %d is silent: %s".formatted(this.number, logged()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		try {
			Process signal = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start();
			if (signal.waitFor() != 0) {
				throw new IllegalStateException("Node %d could not be sent %s".formatted(this.number, name));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Lets it end what it does, say goodbye and end.
	 */
	void leave() {
		tell("close", "closed");
		awaitEnd();
	}

	/**
	 * Ends it at once, whatever it does.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("Node %d does not end".formatted(this.number));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
