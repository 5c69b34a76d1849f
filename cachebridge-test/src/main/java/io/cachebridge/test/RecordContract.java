package io.cachebridge.test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Records come back as they were written, whole, and go when they are deleted.
 */
interface RecordContract extends BackendUnderTest {

	@Test
	default void readsWhatWasWritten() {
		StoredRecord written = write(key("a"), stored("content"));
		assertThat(backend().get(key("a"))).isEqualTo(written);
	}

	@Test
	default void findsNothingUnderUnknownKey() {
		write(key("a"), stored("content"));
		assertThat(backend().get(key("b"))).isNull();
	}

	@Test
	default void keepsContentByteForByte() {
		byte[] everyByte = new byte[512];
		for (int i = 0; i < everyByte.length; i++) {
			everyByte[i] = (byte) i;
		}
		byte[] likeRecord = RecordFormat.write(stored("inner"));
		byte[] likeReservation = RecordFormat.write(reservation());
		for (byte[] content : List.of(everyByte, new byte[64], likeRecord, likeReservation, new byte[] { 1 })) {
			StoredRecord written = write(key("a"), stored(content, null));
			assertThat(backend().get(key("a"))).isEqualTo(written);
		}
	}

	@Test
	default void keepsEmptyContentApartFromReservation() {
		StoredRecord written = write(key("a"), stored(new byte[0], null));
		StoredRecord read = backend().get(key("a"));
		assertThat(read).isEqualTo(written);
		assertThat(read).extracting(StoredRecord::isReservation).isEqualTo(false);
	}

	@Test
	default void keepsLargeContent() {
		int length = (int) Math.min(largestTriedContent(),
				Math.min(1024 * 1024, backend().limits().maximumContentBytes()));
		byte[] content = new byte[length];
		for (int i = 0; i < length; i++) {
			content[i] = (byte) (i * 31 + i / 251);
		}
		StoredRecord written = write(key("a"), stored(content, null));
		assertThat(backend().get(key("a"))).isEqualTo(written);
	}

	@Test
	default void keepsVersionsOfAnySign() {
		for (long number : new long[] { Long.MIN_VALUE, -1, 1, 0x8000_0000L, Long.MAX_VALUE }) {
			for (Version version : List.of(new Version(number, 0), new Version(0, number),
					new Version(number, -number))) {
				StoredRecord written = write(key("a"), StoredRecord.of(new byte[] { 1 }, version, null));
				assertThat(backend().get(key("a"))).isEqualTo(written);
			}
		}
	}

	@Test
	default void overwritesWhateverWasThere() {
		write(key("a"), stored("a rather long content that leaves nothing behind"));
		StoredRecord last = write(key("a"), stored("short"));
		assertThat(backend().get(key("a"))).isEqualTo(last);
	}

	@Test
	default void ignoresTokenOfRecordToWrite() {
		StoredRecord foreignToken = stored("content").withToken(new Object());
		assertThatCode(() -> write(key("a"), foreignToken)).doesNotThrowAnyException();
		assertThat(backend().get(key("a"))).isEqualTo(foreignToken);
	}

	@Test
	default void deletesRecord() {
		write(key("a"), stored("content"));
		assertFound(remove(key("a")));
		assertThat(backend().get(key("a"))).isNull();
	}

	@Test
	default void deletesNothingWithoutError() {
		assertNotFound(remove(key("a")));
		write(key("a"), stored("content"));
		remove(key("a"));
		assertNotFound(remove(key("a")));
	}

	@Test
	default void deletesOnlyThatKey() {
		StoredRecord neighbour = write(key("ab"), stored("neighbour"));
		StoredRecord other = write(key("b"), stored("other"));
		write(key("a"), stored("content"));
		remove(key("a"));
		assertThat(backend().get(key("ab"))).isEqualTo(neighbour);
		assertThat(backend().get(key("b"))).isEqualTo(other);
	}

	@Test
	default void writesAgainAfterDeletion() {
		write(key("a"), stored("first"));
		remove(key("a"));
		StoredRecord second = write(key("a"), stored("second"));
		assertThat(backend().get(key("a"))).isEqualTo(second);
	}

	@Test
	default void readsRecordsAsAWholeWhileOthersWrite() throws Exception {
		int rounds = 40;
		List<StoredRecord> versions = List.of(stored(filled('a', 60_000), null), stored(filled('b', 100), null),
				stored(filled('c', 20_000), null));
		write(key("a"), versions.get(0));
		AtomicInteger turn = new AtomicInteger();
		Callable<Boolean> write = () -> {
			for (int i = 0; i < rounds; i++) {
				write(key("a"), versions.get(turn.incrementAndGet() % versions.size()));
			}
			return true;
		};
		Callable<Boolean> read = () -> {
			for (int i = 0; i < rounds; i++) {
				assertThat(backend().get(key("a"))).isIn(versions);
			}
			return true;
		};
		Race.run(List.of(write, write, read, read));
	}

	private static byte[] filled(char character, int length) {
		byte[] content = new byte[length];
		Arrays.fill(content, (byte) character);
		return content;
	}

}
