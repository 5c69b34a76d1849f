package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.support.Hearing;
import io.cachebridge.spi.support.OrderedDelivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a reader knows of losses, whenever a read fails. The stream is a list here.
 */
class StreamReaderTests {

	private final List<StreamEntry> stream = new ArrayList<>();

	private final Script script = new Script();

	private final Hearing hearing = new Hearing();

	private final OrderedDelivery delivery = new OrderedDelivery("redis", this.hearing);

	private final StreamReader reader = new StreamReader("test", this.script, this::mark, Duration.ofSeconds(1));

	private int appended;

	@AfterEach
	void close() {
		this.delivery.close();
	}

	@Test
	void beginsAtTheEnd() throws InterruptedException {
		append("old");
		readUntilFailure(() -> append("new"));
		assertHeard(Hearing.CONNECTED, "new", Hearing.DISCONNECTED);
	}

	@Test
	void readsOnWhereItWas() throws InterruptedException {
		readUntilFailure(() -> append("a"));
		append("b");
		append("c");
		readUntilFailure(() -> append("d"));
		assertHeard(Hearing.CONNECTED, "a", Hearing.DISCONNECTED, "b", "c", Hearing.RESUMED, "d", Hearing.DISCONNECTED);
	}

	@Test
	void resumesOnlyOnceAllIsRead() throws InterruptedException {
		readUntilFailure();
		for (int i = 0; i < 2 * StreamConnection.PAGE; i++) {
			append("m" + i);
		}
		readUntilFailure();
		assertThat(this.hearing.states()).containsExactly(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED,
				Hearing.DISCONNECTED);
		assertThat(this.hearing.heard().indexOf(Hearing.RESUMED)).isEqualTo(2 + 2 * StreamConnection.PAGE);
		assertThat(this.hearing.messages()).hasSize(2 * StreamConnection.PAGE).doesNotHaveDuplicates();
	}

	@Test
	void noticesWhatWasCutOffWhileAway() throws InterruptedException {
		readUntilFailure(() -> append("a"));
		append("b");
		append("c");
		cutOff(3);
		readUntilFailure(() -> append("d"));
		assertThat(this.hearing.states()).containsExactly(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED,
				Hearing.DISCONNECTED);
		assertThat(this.hearing.heard()).endsWith("d", Hearing.DISCONNECTED);
	}

	@Test
	void noticesWhatWasCutOffUnderIt() throws InterruptedException {
		this.script.then(() -> append("a"));
		this.script.then(() -> {
			append("b");
			append("c");
			cutOff(3);
		});
		this.reader.read(this.delivery, new CountDownLatch(1));
		assertHeard(Hearing.CONNECTED, "a", "c");
		readUntilFailure();
		assertThat(this.hearing.states()).containsExactly(Hearing.CONNECTED, Hearing.CONNECTED, Hearing.DISCONNECTED);
	}

	@Test
	void mayBeBehindBySoMuchThatOnlyTheLastEntryIsLeft() throws InterruptedException {
		readUntilFailure(() -> append("a"));
		append("b");
		cutOff(1);
		readUntilFailure();
		assertHeard(Hearing.CONNECTED, "a", Hearing.DISCONNECTED, "b", Hearing.RESUMED, Hearing.DISCONNECTED);
	}

	@Test
	void tellsNothingTwiceIfItFailsBeforeItKnowsOfLosses() throws InterruptedException {
		this.script.then(() -> {
			append("a");
			this.script.failOnLooking = true;
		});
		readUntilFailure();
		append("b");
		readUntilFailure();
		assertHeard(Hearing.CONNECTED, "a", Hearing.DISCONNECTED, "b", Hearing.RESUMED, Hearing.DISCONNECTED);
	}

	@Test
	void noticesALossBehindAReadThatFailedBeforeItKnew() throws InterruptedException {
		this.script.then(() -> {
			append("lost");
			append("a");
			cutOff(2);
			this.script.failOnLooking = true;
		});
		readUntilFailure();
		readUntilFailure();
		assertHeard(Hearing.CONNECTED, "a", Hearing.DISCONNECTED, Hearing.CONNECTED, Hearing.DISCONNECTED);
	}

	@Test
	void distrustsAnotherEntryOfTheSameIdentity() throws InterruptedException {
		readUntilFailure(() -> append("a"));
		String id = this.stream.get(this.stream.size() - 1).id();
		this.stream.clear();
		this.stream.add(new StreamEntry(id, bytes("b")));
		readUntilFailure();
		assertThat(this.hearing.states()).containsExactly(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.CONNECTED,
				Hearing.DISCONNECTED);
	}

	@Test
	void doesNotResumeWhatHasNeverBegun() throws InterruptedException {
		this.script.failOnLooking = true;
		readUntilFailure();
		readUntilFailure();
		assertHeard(Hearing.CONNECTED, Hearing.DISCONNECTED);
	}

	@Test
	void readsNoFasterThanTheListenerHears() throws InterruptedException {
		readUntilFailure();
		for (int i = 0; i < 30_000; i++) {
			append("m" + i);
		}
		// More pages than delivery has room for, if nobody waits
		CountDownLatch ahead = this.script.announceAfter(25);
		this.hearing.before("m0", () -> ahead.await(300, TimeUnit.MILLISECONDS));
		readUntilFailure();
		assertThat(this.hearing.messages()).hasSize(30_000);
		assertThat(this.hearing.states()).containsExactly(Hearing.CONNECTED, Hearing.DISCONNECTED, Hearing.RESUMED,
				Hearing.DISCONNECTED);
	}

	@Test
	void failsIfTheMarkIsGoneAtOnce() {
		StreamReader swift = new StreamReader("test", this.script, () -> StreamEntry.mark("77"), Duration.ofSeconds(1));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> swift.read(this.delivery, new CountDownLatch(1)));
	}

	private void readUntilFailure(Runnable... steps) throws InterruptedException {
		for (Runnable step : steps) {
			this.script.then(step);
		}
		assertThatExceptionOfType(Failure.class)
			.isThrownBy(() -> this.reader.read(this.delivery, new CountDownLatch(1)));
		this.delivery.disconnected();
		this.delivery.awaitDelivered();
	}

	private void assertHeard(String... expected) throws InterruptedException {
		this.delivery.awaitDelivered();
		assertThat(this.hearing.heard()).containsExactly(expected);
	}

	private void append(String message) {
		this.stream.add(new StreamEntry(String.valueOf(++this.appended), bytes(message)));
	}

	private void cutOff(int count) {
		this.stream.subList(0, count).clear();
	}

	private StreamEntry mark() {
		StreamEntry mark = StreamEntry.mark(String.valueOf(++this.appended));
		this.stream.add(mark);
		return mark;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@SuppressWarnings("serial")
	private static final class Failure extends RuntimeException {

	}

	/**
	 * A connection that takes a step whenever it is waited on, and fails when there is
	 * none left.
	 */
	private final class Script implements StreamConnection {

		private final List<Runnable> steps = new ArrayList<>();

		private boolean failOnLooking;

		private CountDownLatch ahead = new CountDownLatch(0);

		void then(Runnable step) {
			this.steps.add(step);
		}

		CountDownLatch announceAfter(int pages) {
			this.ahead = new CountDownLatch(pages);
			return this.ahead;
		}

		@Override
		public List<StreamEntry> readAfter(String id, Duration wait) {
			this.ahead.countDown();
			if (!wait.isZero()) {
				if (this.steps.isEmpty()) {
					throw new Failure();
				}
				this.steps.remove(0).run();
			}
			return StreamReaderTests.this.stream.stream()
				.filter((entry) -> Integer.parseInt(entry.id()) > Integer.parseInt(id))
				.limit(PAGE)
				.toList();
		}

		@Override
		public @Nullable StreamEntry read(String id) {
			if (this.failOnLooking) {
				this.failOnLooking = false;
				throw new Failure();
			}
			return StreamReaderTests.this.stream.stream()
				.filter((entry) -> Objects.equals(entry.id(), id))
				.findFirst()
				.orElse(null);
		}

		@Override
		public void close() {
		}

	}

}
