package io.cachebridge.backend.tiered;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long a near copy lives.
 *
 * @param time the time, {@code null} for a share
 * @param percent the share of what the record has left, unless there is a time
 */
record NearTimeToLive(@Nullable Duration time, int percent) {

	/** Longer than any deployment, short enough for every store's calendar. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	NearTimeToLive {
		time = (time != null && time.compareTo(LONGEST) > 0) ? LONGEST : time;
		if ((time != null) ? time.isNegative() || time.isZero() : percent < 1 || percent > 100) {
			throw new IllegalArgumentException("out of range");
		}
	}

	/**
	 * Reads a duration or a percentage.
	 * @param text the text, such as {@code 10m} or {@code 50%}
	 * @return the time-to-live
	 * @throws IllegalArgumentException if it is neither, or not positive
	 */
	static NearTimeToLive of(String text) {
		try {
			return parse(text.trim());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new IllegalArgumentException(
					"'cachebridge.tiered.near-time-to-live', or that of an instance, must be "
							+ "a positive duration, such as 10m, or 1%% to 100%% but was '%s'".formatted(text),
					ex);
		}
	}

	private static NearTimeToLive parse(String text) {
		return text.endsWith("%")
				? new NearTimeToLive(null, Integer.parseInt(text.substring(0, text.length() - 1).trim()))
				: new NearTimeToLive(DurationStyle.detectAndParse(text), 100);
	}

	/**
	 * Returns when a copy ends.
	 * @param now when it is made
	 * @param expiresAt when the record ends, {@code null} for never
	 * @return the end, not after that of the record; {@code null} for never
	 */
	@Nullable Instant endOfCopy(Instant now, @Nullable Instant expiresAt) {
		if (this.time != null) {
			Instant end = now.plus(this.time);
			return (expiresAt != null && expiresAt.isBefore(end)) ? expiresAt : end;
		}
		return (expiresAt != null)
				? now.plus(Duration.between(now, expiresAt).dividedBy(100).multipliedBy(this.percent)) : null;
	}

}
