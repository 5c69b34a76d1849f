package io.cachebridge.spi.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SenderLogReaderTests {

	private static final Duration KEPT = Duration.ofHours(1);

	private final Hearing hearing = new Hearing();

	private final OrderedDelivery delivery = new OrderedDelivery("test", this.hearing);

	private final Store store = new Store();

	private final SenderLogReader<IOException> reader = reader(KEPT);

	private static SenderLogReader<IOException> reader(Duration kept) {
		return new SenderLogReader<>(kept, 2, Clock.systemUTC());
	}

	@AfterEach
	void close() {
		this.delivery.close();
	}

	@Test
	void tellsWhatIsWrittenAfterItHasBegun() throws Exception {
		this.store.write(1, "before");
		this.reader.begin(this.store, this.delivery);
		assertThat(this.reader.poll(this.store, this.delivery)).isFalse();
		this.store.write(1, "a", "b", "c");
		this.store.write(2, "of another");
		assertThat(this.reader.poll(this.store, this.delivery)).isTrue();
		assertThat(heard()).containsExactly(Hearing.CONNECTED, "a", "b", "c", "of another");
	}

	@Test
	void readsOnBehindWhatItHasReadWhenReadingFails() throws Exception {
		this.reader.begin(this.store, this.delivery);
		this.store.write(1, "a", "b", "c", "d", "e");
		this.store.failsFrom = 3;
		assertThatIOException().isThrownBy(() -> this.reader.poll(this.store, this.delivery));
		this.delivery.disconnected();
		this.store.failsFrom = 5;
		assertThatIOException().isThrownBy(() -> this.reader.begin(this.store, this.delivery));
		this.store.failsFrom = Long.MAX_VALUE;
		this.reader.begin(this.store, this.delivery);
		assertThat(heard()).containsExactly(Hearing.CONNECTED, "a", "b", Hearing.DISCONNECTED, "c", "d", "e",
				Hearing.RESUMED);
	}

	@Test
	void noticesMessagesThatAreGone() throws Exception {
		this.reader.begin(this.store, this.delivery);
		this.store.write(1, "a", "b", "c");
		this.store.messages.get(1L).set(1, null);
		assertThat(this.reader.poll(this.store, this.delivery)).isTrue();
		assertThat(heard()).containsExactly(Hearing.CONNECTED, Hearing.CONNECTED);
	}

	@Test
	void noticesThatSendersWereLost() throws Exception {
		this.reader.begin(this.store, this.delivery);
		this.store.write(1, "a");
		this.reader.poll(this.store, this.delivery);
		this.store.messages.clear();
		this.reader.poll(this.store, this.delivery);
		assertThat(heard()).containsExactly(Hearing.CONNECTED, "a", Hearing.CONNECTED);
	}

	@Test
	void noticesThatASenderHasGoneBack() throws Exception {
		this.store.write(1, "a", "b");
		this.reader.begin(this.store, this.delivery);
		this.store.messages.get(1L).remove(1);
		this.reader.poll(this.store, this.delivery);
		assertThat(heard()).containsExactly(Hearing.CONNECTED, Hearing.CONNECTED);
	}

	@Test
	void takesASenderThatItHasNotHeardForRemoved() throws Exception {
		this.store.write(1, "a");
		this.reader.begin(this.store, this.delivery);
		this.store.messages.clear();
		assertThat(this.reader.poll(this.store, this.delivery)).isFalse();
		assertThat(heard()).containsExactly(Hearing.CONNECTED);
	}

	@Test
	void beginsAnewAfterALongAbsence() throws Exception {
		SettableClock clock = new SettableClock();
		SenderLogReader<IOException> absent = new SenderLogReader<>(KEPT, 2, clock);
		absent.begin(this.store, this.delivery);
		this.store.write(1, "a");
		clock.time = clock.time.plus(KEPT.dividedBy(2)).plusSeconds(1);
		absent.begin(this.store, this.delivery);
		assertThat(heard()).containsExactly(Hearing.CONNECTED, Hearing.CONNECTED);
	}

	@Test
	void removesSendersThatAreSilentOrHaveEnded() throws Exception {
		this.store.write(1, "a");
		this.reader.begin(this.store, this.delivery);
		this.reader.tidy(this.store);
		assertThat(this.store.messages).containsKey(1L);
		this.store.ended = true;
		this.reader.tidy(this.store);
		assertThat(this.store.messages).isEmpty();
		this.store.ended = false;
		this.store.write(2, "b");
		SenderLogReader<IOException> impatient = reader(Duration.ofNanos(1));
		impatient.begin(this.store, this.delivery);
		impatient.tidy(this.store);
		assertThat(this.store.messages).isEmpty();
	}

	@Test
	void goesOnWhenSendersCannotBeRemoved() throws Exception {
		this.store.write(1, "a");
		this.reader.begin(this.store, this.delivery);
		this.store.ended = true;
		this.store.removes = false;
		this.reader.tidy(this.store);
		this.store.write(1, "b");
		this.reader.poll(this.store, this.delivery);
		assertThat(heard()).containsExactly(Hearing.CONNECTED, "b");
	}

	private List<String> heard() throws InterruptedException {
		this.delivery.awaitDelivered();
		Awaitility.await().until(() -> !this.hearing.heard().isEmpty());
		return this.hearing.heard();
	}

	private static final class Store implements SenderLog<IOException> {

		private final Map<Long, List<String>> messages = new HashMap<>();

		private long failsFrom = Long.MAX_VALUE;

		private boolean ended;

		private boolean removes = true;

		void write(long sender, String... texts) {
			this.messages.computeIfAbsent(sender, (unknown) -> new ArrayList<>()).addAll(List.of(texts));
		}

		@Override
		public Map<Long, Head> heads() {
			Map<Long, Head> heads = new HashMap<>();
			this.messages.forEach((sender, texts) -> heads.put(sender, new Head(1, texts.size(), this.ended)));
			return heads;
		}

		@Override
		public boolean read(long sender, long first, long last, Consumer<byte[]> told) throws IOException {
			if (first >= this.failsFrom) {
				throw new IOException("too slow");
			}
			List<String> texts = this.messages.get(sender).subList((int) first - 1, (int) last);
			if (texts.contains(null)) {
				return false;
			}
			texts.forEach((text) -> told.accept(text.getBytes(StandardCharsets.UTF_8)));
			return true;
		}

		@Override
		public void remove(long sender, long last) throws IOException {
			if (!this.removes) {
				throw new IOException("no");
			}
			this.messages.remove(sender);
		}

	}

	private static final class SettableClock extends Clock {

		private Instant time = Instant.now();

		@Override
		public Instant instant() {
			return this.time;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
