package io.cachebridge.spi.support;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	@Test
	void leavesNoMoreThanTheTimeout() {
		Deadline deadline = Deadline.in(Duration.ofHours(1));
		assertThat(deadline.left()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
		assertThat(deadline.isOver()).isFalse();
		assertThat(deadline.leavesMoreThan(Duration.ofMinutes(50))).isTrue();
		assertThat(deadline.leavesMoreThan(Duration.ofHours(1))).isFalse();
	}

	@Test
	void leavesNothingAndNeverLessWhenItIsOver() {
		Deadline deadline = Deadline.in(Duration.ofSeconds(-5));
		assertThat(deadline.left()).isZero();
		assertThat(deadline.isOver()).isTrue();
		assertThat(deadline.leavesMoreThan(Duration.ZERO)).isFalse();
	}

	@Test
	void givesAPartNoMoreThanIsLeft() {
		Deadline deadline = Deadline.in(Duration.ofHours(1));
		assertThat(deadline.within(Duration.ofHours(2))).isEqualTo(deadline);
		assertThat(deadline.within(Duration.ofMinutes(1)).left()).isLessThanOrEqualTo(Duration.ofMinutes(1));
		assertThat(Deadline.in(Duration.ZERO).within(Duration.ofMinutes(1)).isOver()).isTrue();
	}

	@Test
	void takesTimeoutsWithoutEnd() {
		assertThat(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).left()).isGreaterThan(Duration.ofDays(36_500));
	}

}
