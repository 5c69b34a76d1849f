package io.cachebridge.backend.consul;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetainedMessagesTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(50);

	@Test
	void tellsEachMessageOnceInTheOrderOfConsul() {
		RetainedMessages messages = messages(LONG, 100, LONG);
		assertThat(messages.arrived(List.of(message("b", 1), message("a", 2)))).extracting(KeyValue::key)
			.containsExactly("b", "a");
		assertThat(messages.arrived(List.of(message("a", 2), message("d", 3), message("c", 4))))
			.extracting(KeyValue::key)
			.containsExactly("d", "c");
		assertThat(messages.arrived(List.of(message("c", 4)))).isEmpty();
	}

	@Test
	void removesNothingThatIsYoung() {
		RetainedMessages messages = messages(LONG, 100, Duration.ZERO);
		List<KeyValue> all = List.of(message("a", 1), message("b", 2));
		messages.arrived(all);
		assertThat(messages.removable(all, (key) -> true)).isEmpty();
	}

	@Test
	void removesOwnMessagesWhenTheyAreOldAndThoseOfOthersLater() {
		RetainedMessages messages = messages(Duration.ofSeconds(1), 100, LONG);
		List<KeyValue> all = List.of(message("own", 1), message("other", 2));
		messages.arrived(all);
		Awaitility.await().until(() -> !messages.removable(all, "own"::equals).isEmpty());
		assertThat(messages.removable(all, "own"::equals)).extracting(KeyValue::key).containsExactly("own");
		Awaitility.await().until(() -> messages.removable(all, "own"::equals).size() == 2);
	}

	@Test
	void removesTheOldestSoonerWhenThereAreTooMany() {
		RetainedMessages messages = messages(LONG, 10, SHORT);
		List<KeyValue> all = IntStream.range(0, 13).mapToObj((i) -> message("m" + i, i)).toList();
		messages.arrived(all);
		Awaitility.await().until(() -> !messages.removable(all, (key) -> true).isEmpty());
		assertThat(messages.removable(all, (key) -> true)).extracting(KeyValue::key).containsExactly("m0", "m1", "m2");
	}

	@Test
	void removesNoMoreThanFitInATransaction() {
		RetainedMessages messages = messages(Duration.ofNanos(1), 1000, LONG);
		List<KeyValue> all = IntStream.range(0, 200).mapToObj((i) -> message("m" + i, i)).toList();
		messages.arrived(all);
		Awaitility.await().until(() -> !messages.removable(all, (key) -> true).isEmpty());
		assertThat(messages.removable(all, (key) -> true)).hasSize(Transaction.MOST_OPERATIONS - 1);
	}

	private static RetainedMessages messages(Duration age, int most, Duration shortest) {
		return new RetainedMessages(new RetainedMessages.Retention(age, most, shortest, Duration.ZERO));
	}

	private static KeyValue message(String key, long index) {
		return new KeyValue(key, new byte[1], index);
	}

}
