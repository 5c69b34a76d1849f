package io.cachebridge.test.simulation;

import java.util.function.Consumer;

/**
 * What the engine does to keep the contract, and how to take it away.
 */
enum Means {

	/** A load is stored only over what was seen before it began. */
	LEASE(1, (engine) -> engine.with("RemoteTier", Missing.Condition.class, "putIf")),

	/** Own writes raise the log once more when the store has answered. */
	SECOND_RAISE(27,
			(engine) -> engine
				.with("RemoteTiers", Missing.WriteWithOneRaise.class, "put", "putIfAbsent", "delete", "clear")
				.with("InvalidationLog", Missing.SecondRaise.class, "raise", "raiseAll")
				.with("InvalidationLog", Missing.RaiseAfter.class, "raiseAfter")),

	/** Nothing is kept locally that was touched since its ticket. */
	LOG(7, (engine) -> engine.with("InvalidationLog", Missing.Always.class, "isUntouchedSince")),

	/** A load is not joined by those who come after an invalidation. */
	DETACHED_LOADS(6, (engine) -> engine.with("InvalidationLog", Missing.Never.class, "isRaisedSince")),

	/** A record counts only under the epoch of its cache. */
	EPOCH_CHECK(1, (engine) -> engine.with("Envelope", Missing.Always.class, "belongsTo")),

	/** A load learns its tags too late if one was evicted meanwhile. */
	TAG_STAMP(268, (engine) -> engine.with("Leases", Missing.Always.class, "isStampUnchanged")),

	/** The stamp is changed before the epoch of the tag. */
	TAG_STAMP_ORDER(975, (engine) -> engine.with("RemoteTier", Missing.StampFirst.class, "evictByTag")),

	/** An epoch that differs from the known one is read anew. */
	FOREIGN_EPOCHS(388, (engine) -> engine.with("RecordReader$Held", Missing.Never.class, "isForeignTo")),

	/** An epoch is not known any more when something may have been missed. */
	SUSPICION_OF_EPOCHS(42, (engine) -> engine.with("Epochs", Missing.SuspicionOfEpochs.class, "isUntouched")),

	/** A local copy is not served any more when something may have been missed. */
	SUSPICION_OF_COPIES(3, (engine) -> engine.with("LocalTier", Missing.SuspicionOfCopies.class, "isLive")),

	/** What was ticketed before something may have been missed is not kept. */
	SUSPICION_OF_TICKETS(1265,
			(engine) -> engine.with("InvalidationLog", Missing.SuspicionOfTickets.class, "isUntouchedSince")
				.with("LocalTier", Missing.TicketOfEntries.class, "entry")),

	/** A local copy is served for a limited time. */
	LOCAL_TIME_TO_LIVE(18, (engine) -> engine.with("LocalCopies", Missing.Deadline.class, "shorter")),

	/** Nothing is served from a node that does not hear the others. */
	DEAF(2, (engine) -> engine.with("InvalidationLog", Missing.Nothing.class, "deaf")),

	/** What the store has not acknowledged is read as it was written. */
	PENDING_READS(4, (engine) -> engine.with("PendingWrites", Missing.Answer.class, "reading")),

	/** What waits in a queue is read as it was written. */
	QUEUED_READS(17, (engine) -> engine.with("PendingWrites", Missing.QueuedReading.class, "reading")),

	/** Queued writes of a key are made one after the other. */
	QUEUE_ORDER(74, (engine) -> engine.with("PendingWrites", Missing.Turn.class, "alone"));

	private final long noticedBy;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Consumer<BrokenEngine> change;

	Means(long noticedBy, Consumer<BrokenEngine> change) {
		this.noticedBy = noticedBy;
		this.change = change;
	}

	/**
	 * Returns which program has noticed last that this was missing, and is likely to
	 * notice it again. It need not, as what programs do changes with the engine.
	 * @return the seed of the program
	 */
	long noticedBy() {
		return this.noticedBy;
	}

	void breakIn(BrokenEngine engine) {
		this.change.accept(engine);
	}

}
