package io.cachebridge.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reservations are records like all others, except that their deletion does not count.
 */
interface ReservationContract extends BackendUnderTest {

	@Test
	default void keepsReservation() {
		StoredRecord reservation = write(key("a"), reservation());
		StoredRecord read = backend().get(key("a"));
		assertThat(read).isEqualTo(reservation);
		assertThat(read).extracting(StoredRecord::isReservation).isEqualTo(true);
	}

	@Test
	default void keepsReservationThatNeverExpires() {
		StoredRecord reservation = write(key("a"), StoredRecord.reservation(version(), null));
		assertThat(backend().get(key("a"))).isEqualTo(reservation);
	}

	@Test
	default void readsReservationAmongSeveralRecords() {
		StoredRecord reservation = write(key("a"), reservation());
		StoredRecord stored = write(key("b"), stored("content"));
		List<String> keys = List.of(key("a"), key("b"));
		assertThat(backend().getAll(keys)).containsEntry(key("a"), reservation).containsEntry(key("b"), stored);
		assertThat(backend().headers(keys)).containsEntry(key("a"), reservation.header())
			.containsEntry(key("b"), stored.header());
	}

	@Test
	default void replacesReservationByRecordAndBack() {
		write(key("a"), reservation());
		StoredRecord stored = write(key("a"), stored("content"));
		assertThat(backend().get(key("a"))).isEqualTo(stored);
		StoredRecord reservation = write(key("a"), reservation());
		assertThat(backend().get(key("a"))).isEqualTo(reservation);
	}

	@Test
	default void removesReservationAndDoesNotCountIt() {
		write(key("a"), reservation());
		assertNotFound(remove(key("a")));
		assertThat(backend().get(key("a"))).isNull();
	}

}
