package io.cachebridge.core;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the records under test hold. They name this class and its parts, which therefore
 * stay as they are.
 */
record StoredOrder(long id, String customer, LocalDate day, State state, List<Line> lines,
		Map<String, BigDecimal> totals, @Nullable String note) implements Serializable {

	static StoredOrder example() {
		return new StoredOrder(5L << 40, "Ada \u00e9\u4e2d", LocalDate.of(2024, 2, 29), State.PAID,
				List.of(new Line("tea", 2, 1.5), new Line("cups ".repeat(50), 1, 0.1)),
				Map.of("CHF", new BigDecimal("12.3400")), null);
	}

	enum State {

		OPEN, PAID

	}

	record Line(String product, int count, double weight) implements Serializable {

	}

}
