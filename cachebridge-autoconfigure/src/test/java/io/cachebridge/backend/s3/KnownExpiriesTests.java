package io.cachebridge.backend.s3;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownExpiriesTests {

	private static final Instant TIME = Instant.parse("2030-01-01T00:00:00.5Z");

	private final KnownExpiries known = new KnownExpiries(5000);

	@Test
	void remembersNoEarlierTimeThanTheTrueOne() {
		this.known.add("a", "tag", TIME);
		assertThat(this.known.find("a", "tag")).isBetween(TIME, TIME.plusSeconds(1));
		assertThat(this.known.find("a", "other")).isNull();
		assertThat(this.known.find("b", "tag")).isNull();
	}

	@Test
	void remembersWhatNeverExpires() {
		this.known.add("a", "tag", Instant.MAX);
		this.known.add("b", "tag", Instant.parse("2200-01-01T00:00:00Z"));
		this.known.add("c", "tag", Instant.parse("2090-01-01T00:00:00Z"));
		assertThat(this.known.find("a", "tag")).isEqualTo(Instant.MAX);
		assertThat(this.known.find("b", "tag")).isEqualTo(Instant.MAX);
		assertThat(this.known.find("c", "tag")).isEqualTo(Instant.parse("2090-01-01T00:00:01Z"));
	}

	@Test
	void remembersManyButNoMoreThanAllowed() {
		for (int i = 0; i < 6000; i++) {
			this.known.add("name" + i, "tag", TIME.plusSeconds(i));
		}
		assertThat(this.known.size()).isEqualTo(5000);
		for (int i = 0; i < 5000; i++) {
			assertThat(this.known.find("name" + i, "tag")).isBetween(TIME.plusSeconds(i), TIME.plusSeconds(i + 1));
		}
		assertThat(this.known.find("name5000", "tag")).isNull();
	}

	@Test
	void forgetsWhatIsNoLongerThere() {
		for (int i = 0; i < 5000; i++) {
			this.known.add("name" + i, "tag", TIME);
		}
		this.known.forgetUnseen();
		assertThat(this.known.size()).isEqualTo(5000);
		for (int i = 0; i < 10; i++) {
			assertThat(this.known.find("name" + i, "tag")).isNotNull();
		}
		this.known.forgetUnseen();
		assertThat(this.known.size()).isEqualTo(10);
		assertThat(this.known.find("name9", "tag")).isNotNull();
		assertThat(this.known.find("name10", "tag")).isNull();
	}

}
