package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationLogTests {

	private final InvalidationLog log = new InvalidationLog(new AtomicLong(1));

	@Test
	void aTicketCountsUntilItsKeyIsRaised() {
		long ticket = this.log.ticket();
		assertThat(this.log.isUntouchedSince("a", ticket)).isTrue();
		this.log.raise("b");
		assertThat(this.log.isUntouchedSince("a", ticket)).isTrue();
		this.log.raise("a");
		assertThat(this.log.isUntouchedSince("a", ticket)).isFalse();
		assertThat(this.log.isRaisedSince("a", ticket)).isTrue();
		assertThat(this.log.isUntouchedSince("a", this.log.ticket())).isTrue();
	}

	@Test
	void raisingAllOutdatesEveryTicket() {
		long ticket = this.log.raise("a");
		this.log.raiseAll();
		assertThat(this.log.isUntouchedSince("a", ticket)).isFalse();
		assertThat(this.log.isRaisedSince("never heard of", ticket)).isTrue();
		assertThat(this.log.isUntouchedSince("a", this.log.ticket())).isTrue();
	}

	@Test
	void aSecondRaiseGivesATicketIfNothingCameBetween() {
		long first = this.log.raise("a");
		this.log.raise("b");
		long ticket = this.log.raiseAfter("a", first);
		assertThat(this.log.isUntouchedSince("a", ticket)).isTrue();
		assertThat(this.log.isUntouchedSince("a", first)).isFalse();
	}

	@Test
	void aSecondRaiseGivesNoneIfTheKeyOrAllWereRaisedBetween() {
		long first = this.log.raise("a");
		this.log.raise("a");
		assertThat(this.log.raiseAfter("a", first)).isEqualTo(InvalidationLog.TOUCHED);
		first = this.log.raise("a");
		this.log.raiseAll();
		assertThat(this.log.raiseAfter("a", first)).isEqualTo(InvalidationLog.TOUCHED);
		assertThat(this.log.isUntouchedSince("a", InvalidationLog.TOUCHED)).isFalse();
	}

	@Test
	void noTicketCountsWhileDeaf() {
		long before = this.log.ticket();
		this.log.deaf();
		long meanwhile = this.log.raise("a");
		assertThat(this.log.isUntouchedSince("b", before)).isFalse();
		assertThat(this.log.raiseAfter("a", meanwhile)).isEqualTo(InvalidationLog.TOUCHED);
		assertThat(this.log.isRaisedSince("b", before)).isFalse();
		this.log.raiseAll();
		assertThat(this.log.isUntouchedSince("b", this.log.ticket())).isFalse();
		this.log.hears();
		assertThat(this.log.isUntouchedSince("b", before)).isFalse();
		assertThat(this.log.isUntouchedSince("a", meanwhile)).isFalse();
		assertThat(this.log.isUntouchedSince("b", this.log.ticket())).isTrue();
	}

	@Test
	void hearingAgainOutdatesEveryTicketEvenWithoutHavingBeenDeaf() {
		long ticket = this.log.ticket();
		this.log.hears();
		assertThat(this.log.isUntouchedSince("a", ticket)).isFalse();
	}

	@Test
	void logsOfOneNodeShareTheirTickets() {
		AtomicLong sequence = new AtomicLong(1);
		InvalidationLog one = new InvalidationLog(sequence);
		InvalidationLog other = new InvalidationLog(sequence);
		long ticket = one.ticket();
		other.raise("a");
		assertThat(one.isUntouchedSince("a", ticket)).isTrue();
		assertThat(one.raise("a")).isGreaterThan(other.raise("b") - 2);
	}

}
