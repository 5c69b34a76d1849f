package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PeriodicTasksTests {

	private final PeriodicTasks tasks = PeriodicTasks.onThreads();

	@Test
	void runsAgainAndAgainAlthoughItFails() throws InterruptedException {
		CountDownLatch runs = new CountDownLatch(3);
		try (PeriodicTask task = this.tasks.every("test", Duration.ofMillis(1), () -> {
			runs.countDown();
			throw new IllegalStateException("expected");
		})) {
			task.runSoon();
			runs.await();
		}
	}

	@Test
	void oneTaskDoesNotWaitForAnother() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch ran = new CountDownLatch(1);
		try (PeriodicTask slow = this.tasks.every("slow", Duration.ofMillis(1), () -> await(release));
				PeriodicTask quick = this.tasks.every("quick", Duration.ofMillis(1), ran::countDown)) {
			slow.runSoon();
			quick.runSoon();
			ran.await();
			release.countDown();
		}
	}

	@Test
	void runsSoonWhenAskedTo() throws InterruptedException {
		CountDownLatch ran = new CountDownLatch(1);
		try (PeriodicTask task = this.tasks.every("test", Duration.ofDays(1), ran::countDown)) {
			task.runSoon();
			ran.await();
		}
	}

	@Test
	void endsWhenClosedAndLeavesNoThread() throws InterruptedException {
		CountDownLatch ran = new CountDownLatch(1);
		AtomicInteger late = new AtomicInteger();
		PeriodicTask task = this.tasks.every("to-be-closed", Duration.ofMillis(1), ran::countDown);
		PeriodicTask waiting = this.tasks.every("to-be-closed", Duration.ofDays(1), late::incrementAndGet);
		ran.await();
		task.close();
		waiting.close();
		waiting.close();
		waiting.runSoon();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("cachebridge-to-be-closed")));
		assertThat(late).hasValue(0);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
