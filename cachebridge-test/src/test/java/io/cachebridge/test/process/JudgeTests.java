package io.cachebridge.test.process;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.cachebridge.test.process.Cluster.Absence;
import io.cachebridge.test.process.Journal.Kind;
import io.cachebridge.test.process.Judgement.Fault;

import static org.assertj.core.api.Assertions.assertThat;

class JudgeTests {

	private static final int CELL = 2;

	private static final long ALLOWED = 100;

	private static final long ALLOWED_UNTOLD = 300;

	private Judge judge = judge(List.of());

	@Test
	void acceptsTheNewestVersion() {
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 10);
		read(0, 5, 11);
		read(1, 5, 10_000);
		assertThat(faults()).isEmpty();
		assertThat(this.judge.judgement().reads()).isEqualTo(2);
	}

	@Test
	void doesNotAcceptWhatTheSameNodeHasReplaced() {
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 10);
		read(0, 4, 10);
		assertThat(faults()).isEmpty();
		read(0, 4, 11);
		assertThat(faults()).containsExactly(Fault.STALE);
	}

	@Test
	void allowsOtherNodesSomeTime() {
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 10);
		read(1, 4, 10 + ALLOWED);
		assertThat(faults()).isEmpty();
		assertThat(this.judge.judgement().toString()).contains("behind other nodes: 1 ");
		read(1, 4, 11 + ALLOWED);
		assertThat(faults()).containsExactly(Fault.STALE);
	}

	@Test
	void countsFromTheFirstWriteThatWasNewer() {
		write(0, Kind.CLEAR, Outcome.ACKNOWLEDGED, 6, 10);
		write(0, Kind.PUT, Outcome.ACKNOWLEDGED, 5, 500);
		write(2, Kind.EVICT, Outcome.ACKNOWLEDGED, 7, 500);
		read(1, 4, 11 + ALLOWED);
		assertThat(faults()).containsExactly(Fault.STALE);
	}

	@Test
	void ignoresWritesThatHaveNotReturned() {
		write(0, Kind.EVICT, Outcome.UNENDED, 5, 0);
		read(0, 4, 1_000);
		assertThat(faults()).isEmpty();
	}

	@Test
	void doesNotCountTimeInWhichTheReaderWasStopped() {
		this.judge = judge(List.of(new Absence(1, 20, 1_000)));
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 10);
		read(1, 4, 1_000 + ALLOWED - 10);
		assertThat(faults()).isEmpty();
		assertThat(this.judge.judgement().oldAfterAbsences()).isOne();
		read(1, 4, 1_000 + ALLOWED - 9);
		assertThat(faults()).containsExactly(Fault.STALE);
	}

	@Test
	void tellsWritesThatOthersWereNotToldOf() {
		write(0, Kind.EVICT, Outcome.UNTOLD, 5, 10);
		read(1, 4, 10 + ALLOWED_UNTOLD);
		assertThat(faults()).isEmpty();
		read(1, 4, 11 + ALLOWED_UNTOLD);
		assertThat(faults()).containsExactly(Fault.STALE_UNTOLD);
		read(0, 4, 1_000);
		assertThat(faults()).containsExactly(Fault.STALE, Fault.STALE_UNTOLD);
	}

	@Test
	void allowsToldWritesNoMoreTimeForOthersThatWereNot() {
		write(0, Kind.EVICT, Outcome.UNTOLD, 6, 10);
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 20);
		read(1, 4, 21 + ALLOWED);
		assertThat(faults()).containsExactly(Fault.STALE);
	}

	@Test
	void tellsWritesThatWereNotAcknowledged() {
		write(0, Kind.EVICT, Outcome.UNACKNOWLEDGED, 5, 10);
		read(1, 4, 1_000);
		assertThat(faults()).isEmpty();
		read(0, 4, 1_000);
		assertThat(faults()).containsExactly(Fault.STALE_UNACKNOWLEDGED);
	}

	@Test
	void tellsPutsThatTookPlaceLate() {
		write(0, Kind.PUT, Outcome.UNACKNOWLEDGED, 4, 5);
		write(0, Kind.PUT, Outcome.ACKNOWLEDGED, 5, 10);
		this.judge.readsOf(0, 0).entry(Kind.READ_OF_PUT, Outcome.ACKNOWLEDGED, CELL, 4, 20, 21);
		assertThat(faults()).containsExactly(Fault.OVERTAKEN);
		read(0, 4, 20);
		assertThat(faults()).containsExactly(Fault.STALE, Fault.OVERTAKEN);
	}

	@Test
	void countsWhatThrew() {
		write(0, Kind.EVICT, Outcome.THROWN, 5, 10);
		assertThat(faults()).containsExactly(Fault.THROWN);
		this.judge.readsOf(0, 0).entry(Kind.READ, Outcome.THROWN, CELL, 0, 20, 21);
		assertThat(this.judge.judgement().faults(EnumSet.of(Fault.THROWN))).singleElement()
			.asString()
			.startsWith("THROWN: 2");
	}

	@Test
	void leavesOutReadsFromBefore() {
		write(0, Kind.EVICT, Outcome.ACKNOWLEDGED, 5, 10);
		this.judge.readsOf(0, 500).entry(Kind.READ, Outcome.ACKNOWLEDGED, CELL, 4, 499, 501);
		assertThat(this.judge.judgement().reads()).isZero();
	}

	private static Judge judge(List<Absence> absences) {
		return new Judge(Duration.ofNanos(ALLOWED), Duration.ofNanos(ALLOWED_UNTOLD), absences);
	}

	private void write(int node, Kind kind, Outcome outcome, long version, long end) {
		this.judge.writesOf(node).entry(kind, outcome, CELL, version, end - 5, end);
	}

	private void read(int node, long version, long begin) {
		this.judge.readsOf(node, 0).entry(Kind.READ, Outcome.ACKNOWLEDGED, CELL, version, begin, begin + 1);
	}

	private List<Fault> faults() {
		return EnumSet.allOf(Fault.class)
			.stream()
			.filter((fault) -> !this.judge.judgement().faults(EnumSet.of(fault)).isEmpty())
			.toList();
	}

}
