package io.cachebridge.spi.support;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A share of something, bound from a text such as {@code 80%}.
 *
 * @param value the number in front of the sign, from 0 to 100
 */
public record Percentage(double value) {

	private static final String SIGN = "%";

	public Percentage {
		if (!(value >= 0 && value <= 100)) {
			throw new IllegalArgumentException("A percentage must be from 0% to 100% but was " + value + SIGN);
		}
	}

	/**
	 * Reads a percentage.
	 * @param text a number from 0 to 100, followed by a percent sign
	 * @return the percentage
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static Percentage valueOf(String text) {
		String stripped = text.strip();
		if (!stripped.endsWith(SIGN)) {
			throw new IllegalArgumentException("A percentage is written as 10%% but was '%s'".formatted(text));
		}
		try {
			return new Percentage(new BigDecimal(stripped.substring(0, stripped.length() - 1).strip()).doubleValue());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("A percentage is written as 10%% but was '%s'".formatted(text), ex);
		}
	}

	public boolean isZero() {
		return this.value == 0;
	}

	/**
	 * Returns this share of a time.
	 * @param time the time, of no more than 292 years
	 * @return the share, to the nanosecond
	 */
	public Duration of(Duration time) {
		return Duration.ofNanos((long) ((double) time.toNanos() * (this.value / 100)));
	}

	@Override
	public String toString() {
		return BigDecimal.valueOf(this.value).stripTrailingZeros().toPlainString() + SIGN;
	}

}
