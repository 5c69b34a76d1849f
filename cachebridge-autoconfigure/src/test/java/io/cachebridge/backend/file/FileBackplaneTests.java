package io.cachebridge.backend.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import io.cachebridge.spi.BackplaneListener;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class FileBackplaneTests {

	@TempDir
	Path directory;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	@Test
	void carriesMessagesOfOneSenderInOrder() throws Exception {
		try (ChannelBackplane listening = backplane(); ChannelBackplane sender = backplane()) {
			Hearing hearing = listen(listening);
			List<String> sent = IntStream.range(0, 2_000).mapToObj((i) -> "message " + i).toList();
			for (String message : sent) {
				sender.publish(bytes(message));
			}
			await(() -> hearing.messages.size() >= sent.size());
			assertThat(hearing.messages).containsExactlyElementsOf(sent);
		}
	}

	@Test
	void doesNotHearWhatIsTornOrNoMessage() throws Exception {
		try (ChannelBackplane listening = backplane(); ChannelBackplane sender = backplane()) {
			Hearing hearing = listen(listening);
			Path messages = files(Clock.systemUTC()).directory();
			Files.write(messages.resolve("0".repeat(16) + "-" + "0".repeat(16)), new byte[0]);
			Files.write(messages.resolve("0".repeat(16) + "-" + "1".repeat(16)), new byte[40]);
			Files.write(messages.resolve("notes.txt"), new byte[40]);
			sender.publish(bytes("sound"));
			await(() -> !hearing.messages.isEmpty());
			assertThat(hearing.messages).containsExactly("sound");
		}
	}

	@Test
	void hearsAgainWhenDirectoryWasRemoved() throws Exception {
		try (ChannelBackplane listening = backplane(); ChannelBackplane sender = backplane()) {
			Hearing hearing = listen(listening);
			FileSystemUtils.deleteRecursively(this.directory.resolve(".backplane"));
			await(() -> hearing.connections.get() == 2);
			assertThat(hearing.disconnections).hasValue(1);
			sender.publish(bytes("again"));
			await(() -> hearing.messages.contains("again"));
		}
	}

	@Test
	void hearsAgainWhenDirectoryWasMovedAway() throws Exception {
		try (ChannelBackplane listening = backplane(); ChannelBackplane sender = backplane()) {
			Hearing hearing = listen(listening);
			Files.move(this.directory.resolve(".backplane"), this.directory.resolve("moved"));
			await(() -> hearing.connections.get() == 2);
			sender.publish(bytes("again"));
			await(() -> hearing.messages.contains("again"));
		}
	}

	@Test
	void tellsThatMessagesMayBeMissingAfterLongPause() throws Exception {
		try (ChannelBackplane listening = backplane()) {
			Hearing hearing = listen(listening);
			this.now.updateAndGet((instant) -> instant.plusSeconds(40));
			await(() -> hearing.connections.get() == 2);
			assertThat(hearing.disconnections).hasValue(0);
		}
	}

	@Test
	void removesMessagesAfterAMinute() throws Exception {
		MessageFiles files = files(this.now::get);
		files.write(bytes("old"));
		Path old = files.directory().resolve(files.list().first());
		Files.setLastModifiedTime(old, FileTime.from(this.now.get().minus(Duration.ofSeconds(61))));
		files.write(bytes("young"));
		Path left = Files.write(files.directory().resolve("left.tmp"), new byte[1]);
		Files.setLastModifiedTime(left, FileTime.from(this.now.get().minus(Duration.ofSeconds(61))));
		files.sweep();
		assertThat(old).doesNotExist();
		assertThat(left).doesNotExist();
		assertThat(files.list()).hasSize(1);
	}

	private ChannelBackplane backplane() {
		return new ChannelBackplane(new FileMessageChannel(files(this.now::get)),
				new StoreCalls("file", new FileFailures(this.directory)));
	}

	private MessageFiles files(InstantSource clock) {
		return new MessageFiles(new StoreDirectory(this.directory, false), "channel", clock);
	}

	private Hearing listen(ChannelBackplane backplane) {
		Hearing hearing = new Hearing();
		backplane.start(hearing);
		await(() -> hearing.connections.get() > 0);
		return hearing;
	}

	private void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10)).until(() -> {
			this.now.updateAndGet((instant) -> instant.plusMillis(10));
			return condition.call();
		});
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Remembers what it heard.
	 */
	private static final class Hearing implements BackplaneListener {

		private final List<String> messages = new CopyOnWriteArrayList<>();

		private final AtomicInteger connections = new AtomicInteger();

		private final AtomicInteger disconnections = new AtomicInteger();

		@Override
		public void onMessage(byte[] message) {
			this.messages.add(new String(message, StandardCharsets.UTF_8));
		}

		@Override
		public void onConnected() {
			this.connections.incrementAndGet();
		}

		@Override
		public void onDisconnected() {
			this.disconnections.incrementAndGet();
		}

	}

}
