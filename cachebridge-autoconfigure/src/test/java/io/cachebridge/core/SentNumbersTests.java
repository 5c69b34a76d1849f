package io.cachebridge.core;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SentNumbersTests {

	private final SentNumbers numbers = new SentNumbers();

	@Test
	void countFromOne() {
		assertThat(this.numbers.upTo()).isZero();
		assertThat(this.numbers.begin()).isEqualTo(1);
		assertThat(this.numbers.begin()).isEqualTo(2);
	}

	@Test
	void countAsSentOnceAllLowerOnesAre() {
		long first = this.numbers.begin();
		long second = this.numbers.begin();
		long third = this.numbers.begin();
		this.numbers.end(second);
		assertThat(this.numbers.upTo()).isZero();
		this.numbers.end(first);
		assertThat(this.numbers.upTo()).isEqualTo(second);
		assertThat(this.numbers.last()).isEqualTo(third);
		this.numbers.end(third);
		assertThat(this.numbers.upTo()).isEqualTo(third);
	}

}
