package io.cachebridge.backend.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetainedMessagesTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(50);

	@Test
	void tellsMessagesUntilTheyAreSeen() {
		RetainedMessages messages = messages(LONG, 100, LONG);
		assertThat(messages.unseen(List.of("b", "a"))).containsExactly("b", "a");
		messages.see(List.of("b"), 1);
		assertThat(messages.unseen(List.of("b", "a", "c"))).containsExactly("a", "c");
		messages.see(List.of("a", "c"), 2);
		assertThat(messages.unseen(List.of("a", "c"))).isEmpty();
		assertThat(messages.size()).isEqualTo(2);
	}

	@Test
	void removesNothingThatIsYoung() {
		RetainedMessages messages = messages(LONG, 100, Duration.ZERO);
		messages.see(List.of("a", "b"), 1);
		assertThat(messages.removable((key) -> true)).isEmpty();
	}

	@Test
	void removesOwnMessagesWhenTheyAreOldAndThoseOfOthersLater() {
		RetainedMessages messages = messages(Duration.ofSeconds(1), 100, LONG);
		messages.see(List.of("own", "other"), 1);
		Awaitility.await().until(() -> !messages.removable("own"::equals).isEmpty());
		assertThat(messages.removable("own"::equals)).containsOnlyKeys("own");
		Awaitility.await().until(() -> messages.removable("own"::equals).size() == 2);
	}

	@Test
	void removesTheOldestSoonerWhenThereAreTooMany() {
		RetainedMessages messages = messages(LONG, 10, SHORT);
		IntStream.range(0, 13).forEach((i) -> messages.see(List.of("m" + i), i));
		Awaitility.await().until(() -> messages.removable((key) -> true).size() == 3);
		assertThat(messages.removable((key) -> true)).containsEntry("m0", 0L)
			.containsEntry("m1", 1L)
			.containsEntry("m2", 2L);
	}

	@Test
	void removesNoMoreThanFitInATransaction() {
		RetainedMessages messages = messages(Duration.ofNanos(1), 1000, LONG);
		messages.see(IntStream.range(0, 200).mapToObj((i) -> "m" + i).toList(), 1);
		Awaitility.await().until(() -> !messages.removable((key) -> true).isEmpty());
		assertThat(messages.removable((key) -> true)).hasSize(Transaction.MOST_OPERATIONS - 1);
	}

	@Test
	void ordersTheMessagesOfASenderAsTheyWereWritten() {
		MessageKeys keys = MessageKeys.of("prefix", "channel");
		List<String> written = IntStream.range(0, 120).mapToObj((i) -> keys.next()).toList();
		List<String> all = written.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
		all.add(keys.removals());
		assertThat(keys.messages(all)).isEqualTo(written);
	}

	private static RetainedMessages messages(Duration age, int most, Duration shortest) {
		return new RetainedMessages(new RetainedMessages.Retention(age, most, shortest, Duration.ZERO));
	}

}
