package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LoadThreadsTests {

	@Test
	void areVirtualWhereThereAreAny() {
		try (LoadThreads threads = new LoadThreads(null)) {
			CompletableFuture<Thread> running = new CompletableFuture<>();
			threads.executor().execute(() -> running.complete(Thread.currentThread()));
			Thread thread = Background.result(running);
			assertThat(thread.getName()).startsWith("cachebridge-load-");
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getClass().getSimpleName().equals("VirtualThread"))
				.isEqualTo(Runtime.version().feature() >= 21);
		}
	}

	@Test
	void refuseWhatTheyHaveNoRoomForAndAreInterruptedAtTheEnd() {
		CountDownLatch interrupted = new CountDownLatch(1000);
		LoadThreads threads = new LoadThreads(null);
		try {
			for (int i = 0; i < 1000; i++) {
				threads.executor().execute(() -> waitForInterruption(interrupted));
			}
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> threads.executor().execute(() -> {
				}));
		}
		finally {
			threads.close();
		}
		Gate.await(interrupted);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> threads.executor().execute(() -> {
		}));
	}

	private static void waitForInterruption(CountDownLatch interrupted) {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			interrupted.countDown();
		}
	}

}
