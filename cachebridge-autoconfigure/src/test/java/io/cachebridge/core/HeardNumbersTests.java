package io.cachebridge.core;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeardNumbersTests {

	private final HeardNumbers numbers = new HeardNumbers();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void orderAndDuplicatesDoNotMatter(long seed) {
		List<Long> all = LongStream.rangeClosed(1, 40).boxed().collect(Collectors.toList());
		all.addAll(List.copyOf(all));
		Collections.shuffle(all, new Random(seed));
		List<Long> heard = all.stream().filter((number) -> number != 17).toList();
		heard.forEach(this.numbers::add);
		assertThat(this.numbers.hasAllUpTo(16)).isTrue();
		assertThat(this.numbers.hasAllUpTo(17)).isFalse();
		this.numbers.add(17);
		assertThat(this.numbers.hasAllUpTo(40)).isTrue();
		assertThat(this.numbers.hasAllUpTo(41)).isFalse();
	}

	@Test
	void whatIsSkippedCountsAsHeard() {
		this.numbers.add(4);
		this.numbers.add(5);
		this.numbers.add(9);
		this.numbers.skipTo(3);
		assertThat(this.numbers.hasAllUpTo(5)).isTrue();
		assertThat(this.numbers.hasAllUpTo(6)).isFalse();
		this.numbers.skipTo(2);
		assertThat(this.numbers.hasAllUpTo(5)).isTrue();
		this.numbers.skipToHighest();
		assertThat(this.numbers.hasAllUpTo(9)).isTrue();
		assertThat(this.numbers.hasAllUpTo(10)).isFalse();
	}

	@Test
	void areTornApartByTooManyHolesNotByTooManyNumbers() {
		for (long number = 1000; number < 100_000; number++) {
			this.numbers.add(number);
		}
		assertThat(this.numbers.isTornApart()).isFalse();
		for (long number = 200_000; number < 200_200; number += 2) {
			this.numbers.add(number);
		}
		assertThat(this.numbers.isTornApart()).isTrue();
		this.numbers.skipToHighest();
		assertThat(this.numbers.isTornApart()).isFalse();
	}

}
