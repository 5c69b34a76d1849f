package io.cachebridge.test.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cachebridge.test.process.Cluster.Absence;
import io.cachebridge.test.process.Journal.Kind;
import io.cachebridge.test.process.Judgement.Fault;

/**
 * Holds what nodes read against what was written before. All times are of one clock.
 * <p>
 * A read that began at some time must not return a version older than one whose write had
 * returned before: at once where the same node wrote, after the allowed time elsewhere,
 * not counting time in which the reading node was stopped. A time of its own is allowed
 * to writes that others could not be told of. What the store did not acknowledge binds
 * the node that wrote it and no other.
 */
final class Judge {

	private final long allowed;

	private final long allowedUntold;

	private final Collection<Absence> absences;

	private final Map<Writer, Timeline> writes = new HashMap<>();

	/** Puts that may still take place when nobody waits for them any more. */
	private final Set<Put> pendingPuts = new HashSet<>();

	private final Judgement judgement = new Judgement();

	Judge(Duration allowed, Duration allowedUntold, Collection<Absence> absences) {
		this.allowed = allowed.toNanos();
		this.allowedUntold = allowedUntold.toNanos();
		this.absences = List.copyOf(absences);
	}

	Journal.Reader writesOf(int node) {
		return (kind, outcome, cell, version, begin, end) -> {
			if (kind.isWrite()) {
				write(node, kind, outcome, cell, version, end);
			}
		};
	}

	private void write(int node, Kind kind, Outcome outcome, int cell, long version, long end) {
		this.judgement.write(outcome);
		if (kind == Kind.PUT && (outcome == Outcome.UNENDED || outcome == Outcome.UNACKNOWLEDGED)) {
			this.pendingPuts.add(new Put(cell, version));
		}
		if (outcome != Outcome.UNENDED && outcome != Outcome.THROWN) {
			timeline(Writer.ANY, cell, outcome).written(version, end);
			// Whether others were told is nothing to the node itself
			timeline(node, cell, (outcome != Outcome.UNTOLD) ? outcome : Outcome.ACKNOWLEDGED).written(version, end);
		}
	}

	Journal.Reader readsOf(int node, long from) {
		return (kind, outcome, cell, version, begin, end) -> {
			if (!kind.isRead() || begin < from || outcome == Outcome.UNENDED) {
				return;
			}
			if (outcome == Outcome.THROWN) {
				this.judgement.thrown();
				return;
			}
			this.judgement.read();
			judge(node, kind, cell, version, begin);
		};
	}

	private void judge(int node, Kind kind, int cell, long version, long begin) {
		for (Outcome outcome : List.of(Outcome.ACKNOWLEDGED, Outcome.UNTOLD, Outcome.UNACKNOWLEDGED)) {
			long own = timeline(node, cell, outcome).newerSince(version);
			long any = (outcome != Outcome.UNACKNOWLEDGED) ? timeline(Writer.ANY, cell, outcome).newerSince(version)
					: Timeline.NEVER;
			boolean old = isOlderThan((outcome == Outcome.UNTOLD) ? this.allowedUntold : this.allowed, node, any,
					begin);
			if (outcome == Outcome.ACKNOWLEDGED && own >= begin && any < begin && !old) {
				this.judgement.behind(begin - any);
			}
			if (own < begin || old) {
				boolean late = outcome != Outcome.UNACKNOWLEDGED && kind == Kind.READ_OF_PUT
						&& this.pendingPuts.contains(new Put(cell, version));
				this.judgement.fault(late ? Fault.OVERTAKEN : Fault.of(outcome),
						"node %d read version %d of %s (%s) %.3f s after %s had written a later one".formatted(node,
								version, Cells.key(cell), Cells.cache(cell), (begin - Math.min(own, any)) / 1e9,
								(own < begin) ? "it" : "another"));
				return;
			}
		}
	}

	private boolean isOlderThan(long allowed, int node, long newerSince, long begin) {
		if (newerSince >= begin || begin - newerSince <= allowed) {
			return false;
		}
		long absent = this.absences.stream()
			.filter((absence) -> absence.node() == node)
			.mapToLong((absence) -> absence.within(newerSince, begin))
			.sum();
		if (begin - newerSince - absent > allowed) {
			return true;
		}
		this.judgement.oldAfterAbsence();
		return false;
	}

	private Timeline timeline(int node, int cell, Outcome outcome) {
		return this.writes.computeIfAbsent(new Writer(node, cell, outcome), (writer) -> new Timeline());
	}

	Judgement judgement() {
		return this.judgement;
	}

	private record Writer(int node, int cell, Outcome outcome) {

		static final int ANY = -1;

	}

	private record Put(int cell, long version) {

	}

}
