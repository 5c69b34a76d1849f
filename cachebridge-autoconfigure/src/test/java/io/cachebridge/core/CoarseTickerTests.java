package io.cachebridge.core;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CoarseTickerTests {

	@Test
	void followsTheSystemUntilItIsClosed() {
		CoarseTicker ticker = new CoarseTicker();
		try {
			long before = ticker.read();
			await().until(() -> ticker.read() - before > Duration.ofMillis(20).toNanos());
			await().until(() -> Math.abs(System.nanoTime() - ticker.read()) < Duration.ofMillis(50).toNanos());
		}
		finally {
			ticker.close();
		}
		long stopped = stoppedReading(ticker);
		await().during(Duration.ofMillis(50)).until(() -> ticker.read() == stopped);
	}

	@Test
	void leavesNoThread() {
		long before = threads();
		CoarseTicker ticker = new CoarseTicker();
		assertThat(threads()).isEqualTo(before + 1);
		ticker.close();
		await().until(() -> threads() == before);
	}

	private static long stoppedReading(CoarseTicker ticker) {
		long[] last = { ticker.read() };
		await().pollInterval(Duration.ofMillis(20)).until(() -> {
			long earlier = last[0];
			last[0] = ticker.read();
			return earlier == last[0];
		});
		return last[0];
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("cachebridge-ticker"))
			.count();
	}

}
