package io.cachebridge.test.simulation;

import org.jspecify.annotations.Nullable;

/**
 * One call of a loader.
 */
final class Load implements Origin {

	private final int id;

	private final Operation caller;

	private final long began;

	private boolean failed;

	private @Nullable String tag;

	Load(int id, Operation caller, long began) {
		this.id = id;
		this.caller = caller;
		this.began = began;
	}

	int id() {
		return this.id;
	}

	Operation caller() {
		return this.caller;
	}

	long began() {
		return this.began;
	}

	String tagged(String learnt) {
		this.tag = learnt;
		return learnt;
	}

	@Override
	public @Nullable String tag() {
		return this.tag;
	}

	void fail() {
		this.failed = true;
	}

	boolean hasFailed() {
		return this.failed;
	}

	@Override
	public boolean isOlderThan(Operation invalidation) {
		boolean follows = invalidation.isLate() && invalidation.life() == this.caller.life()
				&& this.began > invalidation.ended;
		return this.began < invalidation.effect() && !follows;
	}

	@Override
	public String toString() {
		return "load #%d by %s".formatted(this.id, this.caller);
	}

	/**
	 * What a loader throws when it is told to.
	 */
	static final class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Load load;

		Failure(Load load) {
			super("the loader was told to fail", null, false, false);
			this.load = load;
		}

		Load load() {
			return this.load;
		}

	}

}
