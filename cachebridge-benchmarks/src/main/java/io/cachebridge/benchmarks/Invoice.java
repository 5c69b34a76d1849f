package io.cachebridge.benchmarks;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value of twenty fields with a nested list, about one kilobyte as JSON.
 */
record Invoice(long id, String number, Status status, Instant issuedAt, LocalDate dueOn, String customer, String street,
		String city, String postCode, String country, String mail, BigDecimal net, BigDecimal tax, BigDecimal gross,
		String currency, boolean paid, int reminders, double discount, String note,
		List<Line> lines) implements Serializable {

	static Invoice of(long id) {
		return new Invoice(id, "2025-" + id, Status.OPEN, Instant.ofEpochSecond(1_750_000_000 + id, 123_456_789),
				LocalDate.of(2025, 7, 31), "Meridian Instruments Limited", "17 Harbour Street", "Port Ellen",
				"PA42 7DH", "GB", "accounts@meridian.example", new BigDecimal("1043.70"), new BigDecimal("208.74"),
				new BigDecimal("1252.44"), "GBP", false, 1, 0.025,
				"Please quote the number of this invoice with every payment, and mind the new account.",
				IntStream.rangeClosed(1, 6).mapToObj(Line::of).toList());
	}

	enum Status {

		OPEN, PAID, CANCELLED

	}

	record Line(int position, String article, int quantity, BigDecimal price) implements Serializable {

		static Line of(int position) {
			return new Line(position, "Pressure gauge, type " + position, 3 * position, new BigDecimal("57.98"));
		}

	}

}
