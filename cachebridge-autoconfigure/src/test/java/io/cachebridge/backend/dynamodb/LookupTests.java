package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LookupTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final AtomicInteger searches = new AtomicInteger();

	@Test
	void looksOnceForAllWhoWait() throws Exception {
		CountDownLatch slow = new CountDownLatch(1);
		Lookup<Integer> lookup = new Lookup<>("test", () -> {
			await(slow);
			return this.searches.incrementAndGet();
		}, (found) -> true);
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> lookup.get(SHORT));
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> lookup.get(SHORT));
		slow.countDown();
		assertThat(lookup.get(LONG)).isOne();
		assertThat(lookup.latest()).isOne();
	}

	@Test
	void remembersAFailureForAMoment() throws Exception {
		Lookup<Integer> lookup = new Lookup<>("test", () -> {
			if (this.searches.incrementAndGet() == 1) {
				throw new IllegalStateException("at first");
			}
			return this.searches.get();
		}, (found) -> true);
		assertThatIllegalStateException().isThrownBy(() -> lookup.get(LONG)).withMessage("at first");
		assertThatIllegalStateException().isThrownBy(() -> lookup.get(LONG)).withMessage("at first");
		Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> lookup.get(LONG) == 2);
	}

	@Test
	void handsOutWhatItKnowsWhileItLooksAgain() throws Exception {
		CountDownLatch slow = new CountDownLatch(1);
		Lookup<Integer> lookup = new Lookup<>("test", () -> {
			int search = this.searches.incrementAndGet();
			if (search > 1) {
				await(slow);
			}
			return search;
		}, (found) -> true);
		assertThat(lookup.get(LONG)).isOne();
		Awaitility.await().atMost(LONG).until(() -> lookup.get(SHORT) == 1 && this.searches.get() == 2);
		assertThat(lookup.get(SHORT)).isOne();
		slow.countDown();
		Awaitility.await().atMost(LONG).until(() -> lookup.get(SHORT) == 2);
	}

	@Test
	void waitsForAnotherIfWhatItKnowsIsNotValidAnyMore() throws Exception {
		Lookup<Integer> lookup = new Lookup<>("test", this.searches::incrementAndGet, (found) -> false);
		assertThat(lookup.get(LONG)).isOne();
		Awaitility.await().atMost(LONG).until(() -> lookup.get(LONG) == 2);
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
