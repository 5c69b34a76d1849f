package io.cachebridge.spi;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitsTests {

	@Test
	void countsTheBytesOfKeys() {
		Limits limits = new Limits(128, 1);
		assertThat(limits.fitsKey("k".repeat(128))).isTrue();
		assertThat(limits.fitsKey("k".repeat(129))).isFalse();
		assertThat(limits.fitsKey("\u20ac".repeat(42))).isTrue();
		assertThat(limits.fitsKey("\u20ac".repeat(43))).isFalse();
		assertThat(Limits.NONE.fitsKey("\u20ac".repeat(1000))).isTrue();
	}

}
