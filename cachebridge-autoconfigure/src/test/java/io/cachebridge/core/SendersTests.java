package io.cachebridge.core;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.NodeMessage.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class SendersTests {

	private static final long PATIENCE = 10;

	private static final long SENDER = 7;

	private final Senders senders = new Senders(PATIENCE);

	private long now = 1000;

	@BeforeEach
	void begin() {
		this.senders.beginHearing(this.now);
	}

	private Missing change(long number) {
		return change(SENDER, number);
	}

	private Missing change(long sender, long number) {
		return this.senders.heard(NodeMessage.about(sender, number, Kind.KEY, new CacheNews("things", "key", true)),
				this.now);
	}

	private Missing heartbeat(long upTo, long before, long pause) {
		return pulse(Kind.HEARTBEAT, upTo, before, pause);
	}

	private Missing pulse(Kind kind, long upTo, long before, long pause) {
		return this.senders.heard(NodeMessage.of(SENDER, upTo, kind, new Pulse(1, before, Duration.ofNanos(pause))),
				this.now);
	}

	private Missing hello() {
		return this.senders.heard(NodeMessage.about(SENDER, 0, Kind.HELLO, CacheNews.NONE), this.now);
	}

	@Test
	void noticeAMissingNumberOnceAtTheNextHeartbeat() {
		assertThat(hello()).isEqualTo(Missing.NOTHING);
		assertThat(change(1)).isEqualTo(Missing.NOTHING);
		assertThat(change(3)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(1, 0, 0)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(3, 1, 0)).isEqualTo(Missing.SOMETHING);
		assertThat(heartbeat(3, 3, 0)).isEqualTo(Missing.NOTHING);
		assertThat(change(4)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(4, 3, 0)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(5, 4, 0)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void noticeThatTheLastMessageIsMissing() {
		hello();
		heartbeat(0, 0, 0);
		assertThat(heartbeat(1, 0, 0)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void doNotMindDuplicatesOrderOrOldHeartbeats() {
		change(3);
		change(1);
		change(1);
		hello();
		change(2);
		change(3);
		assertThat(heartbeat(3, 0, 0)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(1, 0, 0)).isEqualTo(Missing.NOTHING);
		assertThat(hello()).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(3, 0, 0)).isEqualTo(Missing.NOTHING);
	}

	@Test
	void doNotMindWhatWasCertainlySentBeforeTheyHeard() {
		this.now += 5;
		change(101);
		assertThat(heartbeat(101, 100, 6)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(102, 100, 6)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void mindWhatMayHaveBeenSentSinceTheyHear() {
		this.now += PATIENCE + 1;
		change(101);
		assertThat(heartbeat(101, 100, PATIENCE + 1)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void mindAMessageAfterTheHeartbeatBefore() {
		this.now += PATIENCE + 1;
		assertThat(heartbeat(101, 100, PATIENCE + 2)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void doNotTakeForLostWhatMayHaveBeenSentBeforeTheyHeard() {
		this.now += PATIENCE;
		change(104);
		change(105);
		assertThat(heartbeat(105, 100, PATIENCE + 1)).isEqualTo(Missing.BEGINNING);
		assertThat(heartbeat(105, 100, PATIENCE + 1)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(106, 100, PATIENCE + 1)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void doNotTakeAWholeIntervalForLostAtFirst() {
		assertThat(heartbeat(101, 100, 1)).isEqualTo(Missing.BEGINNING);
		change(SENDER + 1, 6);
		assertThat(this.senders.heard(NodeMessage.of(SENDER + 1, 5, Kind.GOODBYE, new Pulse(1, 0, Duration.ofNanos(1))),
				this.now))
			.isEqualTo(Missing.BEGINNING);
	}

	@Test
	void noticeAHoleAtFirstToo() {
		change(103);
		change(105);
		assertThat(heartbeat(105, 100, 1)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void noticeThatTheLastOneIsMissingAtFirstToo() {
		change(103);
		assertThat(heartbeat(104, 100, 1)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void noticeASilentSenderUntilItIsTakenForDead() {
		heartbeat(0, 0, 0);
		this.now += PATIENCE;
		assertThat(this.senders.overdue(this.now)).isEmpty();
		this.now++;
		assertThat(this.senders.overdue(this.now)).containsExactly(SuspicionReason.SILENCE);
		this.now += PATIENCE;
		assertThat(this.senders.overdue(this.now)).isEmpty();
		this.now++;
		assertThat(this.senders.overdue(this.now)).containsExactly(SuspicionReason.SILENCE);
		this.now += 100 * PATIENCE;
		assertThat(this.senders.overdue(this.now)).isEmpty();
		assertThat(heartbeat(0, 0, 0)).isEqualTo(Missing.NOTHING);
		this.now += PATIENCE + 1;
		assertThat(this.senders.overdue(this.now)).containsExactly(SuspicionReason.SILENCE);
	}

	@Test
	void rememberHowFarASilentSenderWas() {
		change(1);
		heartbeat(1, 0, 0);
		this.now += 100;
		this.senders.overdue(this.now);
		assertThat(heartbeat(1, 1, 5)).isEqualTo(Missing.NOTHING);
		assertThat(heartbeat(2, 1, 5)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void forgetWhoSaysGoodbye() {
		change(1);
		assertThat(pulse(Kind.GOODBYE, 1, 0, 0)).isEqualTo(Missing.NOTHING);
		this.now += PATIENCE + 1;
		assertThat(this.senders.overdue(this.now)).isEmpty();
		assertThat(heartbeat(2, 2, 0)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void noticeAtAGoodbyeWhatIsMissing() {
		heartbeat(0, 0, 0);
		assertThat(pulse(Kind.GOODBYE, 1, 0, 0)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void doNotMindAMessageThatTheGoodbyeOvertook() {
		pulse(Kind.GOODBYE, 1, 1, 100);
		change(1);
		this.now += PATIENCE + 1;
		assertThat(this.senders.overdue(this.now)).isEmpty();
	}

	@Test
	void doNotWaitForeverToLearnWhereNumbersBegin() {
		change(101);
		this.now += PATIENCE;
		change(102);
		assertThat(this.senders.overdue(this.now)).isEmpty();
		this.now++;
		assertThat(this.senders.overdue(this.now)).containsExactly(SuspicionReason.GAP);
		assertThat(this.senders.overdue(this.now)).isEmpty();
		assertThat(heartbeat(102, 0, 0)).isEqualTo(Missing.NOTHING);
	}

	@Test
	void noticeTooManyHolesAtOnce() {
		hello();
		Missing missing = Missing.NOTHING;
		for (long number = 2; missing == Missing.NOTHING && number < 1000; number += 2) {
			missing = change(number);
		}
		assertThat(missing).isEqualTo(Missing.SOMETHING);
		assertThat(change(1001)).isEqualTo(Missing.NOTHING);
	}

	@Test
	void areSuspiciousOfWhomeverTheyHadToForget() {
		change(1);
		heartbeat(1, 0, 0);
		for (long sender = 100; sender < 1100; sender++) {
			this.now++;
			change(sender, 1);
		}
		assertThat(heartbeat(1, 0, 0)).isEqualTo(Missing.SOMETHING);
	}

	@Test
	void expectMoreFromWhomTheyCannotRead() {
		this.senders.heardUnreadable(SENDER, this.now);
		this.now += PATIENCE + 1;
		assertThat(this.senders.overdue(this.now)).contains(SuspicionReason.SILENCE);
	}

	@Test
	void forgetEverythingWhenHearingBeginsAgain() {
		change(5);
		this.now += 3;
		this.senders.beginHearing(this.now);
		this.now += 3;
		assertThat(heartbeat(6, 6, 5)).isEqualTo(Missing.NOTHING);
		this.now += PATIENCE;
		assertThat(this.senders.overdue(this.now)).isEmpty();
	}

}
