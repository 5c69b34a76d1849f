package io.cachebridge.spi.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupCommitTests {

	private static final byte[] LARGE = new byte[100 * 1024];

	private final List<List<byte[]>> groups = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch first = new CountDownLatch(1);

	private final List<Thread> threads = new ArrayList<>();

	@AfterEach
	void end() throws InterruptedException {
		this.first.countDown();
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Test
	void writesTogetherWhatComesWhileItWrites() throws Exception {
		GroupCommit group = new GroupCommit(this::writeSlowlyAtFirst, Duration.ofSeconds(10));
		FutureTask<Void> slow = start(group, bytes("a"));
		awaitWritten(1);
		FutureTask<Void> second = start(group, bytes("b"));
		awaitWaiting(1);
		FutureTask<Void> third = start(group, bytes("c"));
		awaitWaiting(2);
		this.first.countDown();
		slow.get();
		second.get();
		third.get();
		assertThat(this.groups.stream().map((each) -> each.stream().map(GroupCommitTests::text).toList()))
			.containsExactly(List.of("a"), List.of("b", "c"));
	}

	@Test
	void keepsGroupsToASize() throws Exception {
		GroupCommit group = new GroupCommit(this::writeSlowlyAtFirst, Duration.ofSeconds(10));
		List<FutureTask<Void>> calls = new ArrayList<>(List.of(start(group, bytes("a"))));
		awaitWritten(1);
		for (int i = 1; i <= 5; i++) {
			calls.add(start(group, LARGE));
			awaitWaiting(i);
		}
		this.first.countDown();
		for (FutureTask<Void> call : calls) {
			call.get();
		}
		assertThat(this.groups).extracting(List::size).containsExactly(1, 2, 2, 1);
	}

	@Test
	void tellsFailuresToAllOfTheGroupAndGoesOn() throws Exception {
		List<Integer> failing = new ArrayList<>(List.of(2));
		GroupCommit group = new GroupCommit((messages) -> {
			writeSlowlyAtFirst(messages);
			if (failing.remove((Integer) messages.size())) {
				throw new IOException("away");
			}
		}, Duration.ofSeconds(10));
		FutureTask<Void> slow = start(group, bytes("a"));
		awaitWritten(1);
		FutureTask<Void> second = start(group, bytes("b"));
		FutureTask<Void> third = start(group, bytes("c"));
		awaitWaiting(2);
		this.first.countDown();
		slow.get();
		assertThatExceptionOfType(Exception.class).isThrownBy(second::get)
			.havingRootCause()
			.isInstanceOf(IOException.class);
		assertThatExceptionOfType(Exception.class).isThrownBy(third::get)
			.havingRootCause()
			.isInstanceOf(IOException.class);
		group.write(bytes("d"));
		assertThat(this.groups).hasSize(3);
	}

	@Test
	void doesNotWaitForOthersForEver() throws Exception {
		GroupCommit group = new GroupCommit(this::writeSlowlyAtFirst, Duration.ofMillis(20));
		FutureTask<Void> slow = start(group, bytes("a"));
		awaitWritten(1);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> group.write(bytes("b")));
		this.first.countDown();
		slow.get();
		group.write(bytes("c"));
		assertThat(this.groups.stream().flatMap(List::stream).map(GroupCommitTests::text)).containsExactly("a", "c");
	}

	@Test
	void staysInterruptedAndLetsOthersGoOn() throws Exception {
		GroupCommit group = new GroupCommit(this::writeSlowlyAtFirst, Duration.ofSeconds(10));
		FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
			assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> group.write(bytes("a")));
			return Thread.interrupted();
		});
		Thread writing = start(interrupted);
		awaitWritten(1);
		FutureTask<Void> other = start(group, bytes("b"));
		awaitWaiting(1);
		writing.interrupt();
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
		other.get(10, TimeUnit.SECONDS);
	}

	private void writeSlowlyAtFirst(List<byte[]> messages) throws InterruptedException {
		this.groups.add(messages);
		if (this.groups.size() == 1) {
			this.first.await();
		}
	}

	private FutureTask<Void> start(GroupCommit group, byte[] message) {
		FutureTask<Void> call = new FutureTask<>(() -> {
			group.write(message);
			return null;
		});
		start(call);
		return call;
	}

	private Thread start(FutureTask<?> call) {
		Thread thread = new Thread(call, "group-commit");
		this.threads.add(thread);
		thread.start();
		return thread;
	}

	private void awaitWritten(int number) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.groups.size() == number);
	}

	private void awaitWaiting(int number) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.threads.stream()
				.filter((thread) -> thread.getState() == Thread.State.TIMED_WAITING)
				.count() == number);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
