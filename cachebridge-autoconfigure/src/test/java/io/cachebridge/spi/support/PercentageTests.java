package io.cachebridge.spi.support;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.ApplicationConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Percentage}.
 */
class PercentageTests {

	@Test
	void isBoundFromText() {
		Percentage bound = ApplicationConversionService.getSharedInstance().convert("12.5 %", Percentage.class);
		assertThat(bound).isEqualTo(new Percentage(12.5)).hasToString("12.5%");
	}

	@Test
	void isAShareOfATime() {
		assertThat(Percentage.valueOf("80%").of(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(8));
		assertThat(Percentage.valueOf("0%").of(Duration.ofDays(36_500))).isEqualTo(Duration.ZERO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10", "%", "", "ten%", "-1%", "101%", "NaN%" })
	void refusesAnythingElse(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Percentage.valueOf(text))
			.withMessageContaining("percentage");
	}

}
