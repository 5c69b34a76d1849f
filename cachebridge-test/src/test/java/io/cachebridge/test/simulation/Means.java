package io.cachebridge.test.simulation;

import java.util.function.Consumer;

/**
 * What the engine does to keep the contract, and how to take it away.
 */
enum Means {

	/** A load is stored only over what was seen before it began. */
	LEASE((engine) -> engine.with("RemoteTier", Missing.Condition.class, "putIf")),

	/** Own writes raise the log once more when the store has answered. */
	SECOND_RAISE((engine) -> engine
		.with("RemoteTiers", Missing.WriteWithOneRaise.class, "put", "putIfAbsent", "delete", "clear")
		.with("InvalidationLog", Missing.SecondRaise.class, "raise", "raiseAll")
		.with("InvalidationLog", Missing.RaiseAfter.class, "raiseAfter")),

	/** Nothing is kept locally that was touched since its ticket. */
	LOG((engine) -> engine.with("InvalidationLog", Missing.Always.class, "isUntouchedSince")),

	/** A load is not joined by those who come after an invalidation. */
	DETACHED_LOADS((engine) -> engine.with("InvalidationLog", Missing.Never.class, "isRaisedSince")),

	/** A record counts only under the epoch of its cache. */
	EPOCH_CHECK((engine) -> engine.with("Envelope", Missing.Always.class, "belongsTo")),

	/** A load learns its tags too late if one was evicted meanwhile. */
	TAG_STAMP((engine) -> engine.with("Leases", Missing.Always.class, "isStampUnchanged")),

	/** The stamp is changed before the epoch of the tag. */
	TAG_STAMP_ORDER((engine) -> engine.with("RemoteTier", Missing.StampFirst.class, "evictByTag")),

	/** An epoch that differs from the known one is read anew. */
	FOREIGN_EPOCHS((engine) -> engine.with("RecordReader$Held", Missing.Never.class, "isForeignTo")),

	/** An epoch is not known any more when something may have been missed. */
	SUSPICION_OF_EPOCHS((engine) -> engine.with("Epochs", Missing.SuspicionOfEpochs.class, "isUntouched")),

	/** A local copy is not served any more when something may have been missed. */
	SUSPICION_OF_COPIES((engine) -> engine.with("LocalTier", Missing.SuspicionOfCopies.class, "isLive")),

	/** What was ticketed before something may have been missed is not kept. */
	SUSPICION_OF_TICKETS(
			(engine) -> engine.with("InvalidationLog", Missing.SuspicionOfTickets.class, "isUntouchedSince")
				.with("LocalTier", Missing.TicketOfEntries.class, "entry")),

	/** A local copy is served for a limited time. */
	LOCAL_TIME_TO_LIVE((engine) -> engine.with("LocalCopies", Missing.Deadline.class, "shorter")),

	/** Nothing is served from a node that does not hear the others. */
	DEAF((engine) -> engine.with("InvalidationLog", Missing.Nothing.class, "deaf")),

	/** What the store has not acknowledged is read as it was written. */
	PENDING_READS((engine) -> engine.with("PendingWrites", Missing.Answer.class, "reading")),

	/** What waits in a queue is read as it was written. */
	QUEUED_READS((engine) -> engine.with("PendingWrites", Missing.QueuedReading.class, "reading")),

	/** Queued writes of a key are made one after the other. */
	QUEUE_ORDER((engine) -> engine.with("PendingWrites", Missing.Turn.class, "alone"));

	@SuppressWarnings("ImmutableEnumChecker")
	private final Consumer<BrokenEngine> change;

	Means(Consumer<BrokenEngine> change) {
		this.change = change;
	}

	void breakIn(BrokenEngine engine) {
		this.change.accept(engine);
	}

}
