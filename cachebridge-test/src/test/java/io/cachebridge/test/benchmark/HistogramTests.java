package io.cachebridge.test.benchmark;

import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistogramTests {

	private final Histogram histogram = new Histogram();

	@Test
	void tellsNothingOfNothing() {
		assertThat(this.histogram.percentile(50)).isZero();
		assertThat(this.histogram.maximum()).isZero();
	}

	@Test
	void tellsPercentilesOfSmallNumbersExactly() {
		for (int i = 1; i <= 60; i++) {
			this.histogram.add(i);
		}
		assertThat(this.histogram.percentile(50)).isEqualTo(30);
		assertThat(this.histogram.percentile(90)).isEqualTo(54);
		assertThat(this.histogram.percentile(100)).isEqualTo(60);
	}

	@Test
	void tellsPercentilesToThreePercent() {
		for (int i = 1; i <= 100_000; i++) {
			this.histogram.add(i * 1000L);
		}
		assertThat(this.histogram.percentile(50)).isCloseTo(50_000_000, Percentage.withPercentage(3.2));
		assertThat(this.histogram.percentile(99.9)).isCloseTo(99_900_000, Percentage.withPercentage(3.2));
		assertThat(this.histogram.total()).isEqualTo(1000L * 100_000 * 100_001 / 2);
	}

	@Test
	void isNeverTooLowNorOverTheMaximum() {
		Random random = new Random(1);
		for (int i = 0; i < 10_000; i++) {
			long value = random.nextLong() >>> (2 + random.nextInt(61));
			Histogram one = new Histogram();
			one.add(value);
			one.add(Long.MAX_VALUE);
			assertThat(one.percentile(50)).isGreaterThanOrEqualTo(value).isLessThanOrEqualTo(value + value / 32);
			assertThat(one.percentile(100)).isEqualTo(Long.MAX_VALUE);
		}
	}

	@Test
	void addsAnother() {
		this.histogram.add(1);
		Histogram other = new Histogram();
		other.add(40);
		other.add(50);
		this.histogram.add(other);
		assertThat(this.histogram.percentile(50)).isEqualTo(40);
		assertThat(this.histogram.maximum()).isEqualTo(50);
		assertThat(this.histogram.total()).isEqualTo(91);
	}

}
