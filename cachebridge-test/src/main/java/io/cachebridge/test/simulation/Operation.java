package io.cachebridge.test.simulation;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One call of one caller on one node, and what became of it. Moments are numbers that
 * count the events of a program; times are those of {@link Time}.
 */
final class Operation implements Origin {

	/** Stands for a moment that did not come. */
	static final long NEVER = Long.MAX_VALUE;

	private final int id;

	private final Kind kind;

	private final Life life;

	private final @Nullable String key;

	long began = NEVER;

	long ended = NEVER;

	/** When it ended, in nanoseconds. */
	long beganAt;

	long endedAt;

	/** The first and the last moment at which it changed the store. */
	long firstEffect = NEVER;

	long lastEffect = NEVER;

	/** When the node learnt for the last time what became of a write of it. */
	long answered = NEVER;

	long answeredAt;

	/** Whether its caller does not wait for the store. */
	boolean queued;

	/** Whether a write of it failed, so that nobody knows what became of it. */
	boolean writeFailed;

	/** Whether nothing explains that it finds no value. */
	boolean mustFind;

	/** What it was given back. */
	@Nullable Value returned;

	/** What it writes. */
	@Nullable Value written;

	@Nullable Throwable failure;

	/** The tag of what it writes, or that it evicts. */
	@Nullable String tag;

	Operation(int id, Kind kind, Life life, @Nullable String key) {
		this.id = id;
		this.kind = kind;
		this.life = life;
		this.key = key;
	}

	int id() {
		return this.id;
	}

	Kind kind() {
		return this.kind;
	}

	Life life() {
		return this.life;
	}

	@Nullable String key() {
		return this.key;
	}

	boolean isAbout(@Nullable String other) {
		return this.key == null || this.key.equals(other);
	}

	/**
	 * Tells whether this concerns a value.
	 * @param value the key of the value
	 * @param origin where it came from
	 * @return {@code true} if it has the key and the tag, if there is one
	 */
	boolean concerns(@Nullable String value, Origin origin) {
		boolean byTag = this.tag != null && this.key == null;
		return isAbout(value) && (!byTag || Objects.equals(this.tag, origin.tag()));
	}

	/**
	 * Tells whether this made what was there before invalid.
	 * @return {@code true} for a write or removal that changed the store
	 */
	boolean isInvalidation() {
		if (!this.kind.invalidates || this.firstEffect == NEVER || this.writeFailed) {
			return false;
		}
		return switch (this.kind) {
			case PUT_IF_ABSENT -> hasReturned() && this.returned == null;
			// The stamp comes first and makes nothing invalid
			case EVICT_TAG -> this.lastEffect > this.firstEffect;
			default -> true;
		};
	}

	/**
	 * Tells whether a write of the store that is no reservation counts as an effect of
	 * this. What others than putIfAbsent write conditionally is an epoch.
	 * @param conditionally whether only if something was there
	 * @return {@code true} if it does
	 */
	boolean counts(boolean conditionally) {
		return !conditionally || this.kind == Kind.PUT_IF_ABSENT;
	}

	/**
	 * Notes that this changed the store. Of several writes of putIfAbsent the last one is
	 * that of the value.
	 * @param moment when
	 */
	void changedStore(long moment) {
		if (this.firstEffect == NEVER || this.kind == Kind.PUT_IF_ABSENT) {
			this.firstEffect = moment;
		}
		this.lastEffect = moment;
	}

	/**
	 * Tells whether this returned although the store had not acknowledged it, so that it
	 * is pending on its node.
	 * @return {@code true} if this node reads what it says, and the store may not
	 */
	boolean isUnacknowledged() {
		return this.kind.invalidates && this.kind != Kind.PUT_IF_ABSENT && this.kind != Kind.RECOVERY && hasReturned()
				&& (this.writeFailed || this.firstEffect == NEVER);
	}

	/**
	 * Returns from when on what was before is older than this.
	 * @return the first effect in the store; if nobody can tell that, when this began
	 */
	long effect() {
		return isUnacknowledged() ? this.began : this.firstEffect;
	}

	boolean hasReturned() {
		return this.ended != NEVER && this.failure == null;
	}

	@Override
	public boolean isOlderThan(Operation invalidation) {
		return this != invalidation && (this.lastEffect < invalidation.effect()
				|| (hasReturned() && this.ended < invalidation.began && !takesPlaceLaterThan(invalidation)));
	}

	// On other nodes
	private boolean takesPlaceLaterThan(Operation invalidation) {
		return isLate() && this.life != invalidation.life;
	}

	/**
	 * Tells whether the store was changed after this had returned. For other nodes it
	 * takes place then, for its own when it returns.
	 * @return {@code true} if it was queued
	 */
	boolean isLate() {
		return this.queued && hasReturned() && this.firstEffect != NEVER && this.firstEffect > this.ended;
	}

	@Override
	public @Nullable String tag() {
		return this.tag;
	}

	boolean sharesLoads() {
		return this.kind == Kind.LOAD || this.kind == Kind.LOAD_TAGGED || this.kind == Kind.RETRIEVE;
	}

	@Override
	public String toString() {
		return "%s(%s) of %s [%d]".formatted(this.kind.words,
				(this.key != null) ? this.key : Objects.requireNonNullElse(this.tag, ""), this.life, this.id);
	}

	/**
	 * What is called.
	 */
	enum Kind {

		/** Looks for a value. */
		LOOK("get", false),

		/** Gets a value, loaded if need be. */
		LOAD("get with loader", false),

		/** The same without blocking. */
		RETRIEVE("retrieve with loader", false),

		/** Looks for a value without blocking. */
		RETRIEVE_LOOK("retrieve", false),

		/** The same with a load that tells the tag of its result. */
		LOAD_TAGGED("get with tagging loader", false), PUT("put", true), PUT_TAGGED("put with tag", true),

		PUT_IF_ABSENT("putIfAbsent", true),

		EVICT("evict", true),

		EVICT_IF_PRESENT("evictIfPresent", true),

		EVICT_TAG("evictByTag", true), CLEAR("clear", true),

		INVALIDATE("invalidate", true),
		/** The node makes up for a removal that the store had not acknowledged. */
		RECOVERY("recovery", true);

		private final String words;

		private final boolean invalidates;

		Kind(String words, boolean invalidates) {
			this.words = words;
			this.invalidates = invalidates;
		}

		boolean invalidates() {
			return this.invalidates;
		}

		boolean concernsOneKey() {
			return this != EVICT_TAG && !concernsAll();
		}

		/**
		 * Tells whether callers do not wait for the store if writes are queued.
		 * @return {@code true} for puts and evictions of a key
		 */
		boolean isQueued() {
			return this == PUT || this == PUT_TAGGED || this == EVICT;
		}

		boolean concernsAll() {
			return this == CLEAR || this == INVALIDATE;
		}

	}

}
