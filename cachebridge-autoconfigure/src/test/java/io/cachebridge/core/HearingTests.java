package io.cachebridge.core;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HearingTests {

	private static final long PATIENCE = 10;

	private final Hearing hearing = new Hearing(PATIENCE);

	private void connectAndHear(long now) {
		this.hearing.connected(now);
		assertThat(this.hearing.echo(this.hearing.beat(), now)).isTrue();
	}

	@Test
	void beginsWithTheEchoOfAHeartbeatSentSinceTheConnect() {
		long early = this.hearing.beat();
		assertThat(this.hearing.echo(early, 0)).isFalse();
		this.hearing.connected(0);
		assertThat(this.hearing.hears()).isFalse();
		assertThat(this.hearing.echo(early, 0)).isFalse();
		assertThat(this.hearing.echo(this.hearing.beat(), 0)).isTrue();
		assertThat(this.hearing.hears()).isTrue();
	}

	@Test
	void endsWithADisconnectUntilConnectedAgain() {
		connectAndHear(0);
		this.hearing.disconnected();
		assertThat(this.hearing.hears()).isFalse();
		assertThat(this.hearing.echo(this.hearing.beat(), 1)).isFalse();
		connectAndHear(2);
		assertThat(this.hearing.hears()).isTrue();
		assertThat(this.hearing.deafness()).isEqualTo(SuspicionReason.RECONNECT);
	}

	@Test
	void endsWithASecondConnectUntilTheNextEcho() {
		connectAndHear(0);
		long before = this.hearing.beat();
		this.hearing.connected(1);
		assertThat(this.hearing.hears()).isFalse();
		assertThat(this.hearing.echo(before, 1)).isFalse();
		assertThat(this.hearing.echo(this.hearing.beat(), 1)).isTrue();
	}

	@Test
	void endsWhenTheEchoStaysAway() {
		connectAndHear(0);
		long lost = this.hearing.beat();
		assertThat(this.hearing.missesEcho(PATIENCE)).isFalse();
		assertThat(this.hearing.hears()).isTrue();
		assertThat(this.hearing.missesEcho(PATIENCE + 1)).isTrue();
		assertThat(this.hearing.hears()).isFalse();
		assertThat(this.hearing.missesEcho(PATIENCE + 2)).isFalse();
		assertThat(this.hearing.echo(lost, PATIENCE + 3)).isFalse();
		assertThat(this.hearing.echo(this.hearing.beat(), PATIENCE + 3)).isTrue();
		assertThat(this.hearing.deafness()).isEqualTo(SuspicionReason.ECHO);
		assertThat(this.hearing.missesEcho(2 * PATIENCE)).isFalse();
	}

	@Test
	void missesAnEchoThatNeverCame() {
		assertThat(this.hearing.missesEcho(100)).isFalse();
		this.hearing.connected(100);
		assertThat(this.hearing.missesEcho(100 + PATIENCE)).isFalse();
		assertThat(this.hearing.missesEcho(101 + PATIENCE)).isTrue();
		assertThat(this.hearing.missesEcho(102 + PATIENCE)).isFalse();
	}

}
