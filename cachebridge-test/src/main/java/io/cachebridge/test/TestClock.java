package io.cachebridge.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it, forwards or backwards. Thread-safe.
 */
public final class TestClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	private TestClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	/**
	 * Creates a clock.
	 * @param start what it shows first
	 * @return the clock, in UTC
	 */
	public static TestClock at(Instant start) {
		return new TestClock(new AtomicReference<>(start), ZoneOffset.UTC);
	}

	/**
	 * Creates a clock that shows the real time of now.
	 * @return the clock, in UTC
	 */
	public static TestClock now() {
		return at(Instant.now());
	}

	/**
	 * Moves the clock.
	 * @param duration how far; negative for backwards
	 */
	public void advance(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	/**
	 * Sets the clock.
	 * @param instant what it shows
	 */
	public void set(Instant instant) {
		this.now.set(instant);
	}

	@Override
	public Instant instant() {
		return Objects.requireNonNull(this.now.get());
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	/**
	 * Returns this clock in another zone: moving one moves the other.
	 */
	@Override
	public Clock withZone(ZoneId zone) {
		return new TestClock(this.now, zone);
	}

}
