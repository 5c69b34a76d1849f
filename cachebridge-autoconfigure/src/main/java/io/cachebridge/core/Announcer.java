package io.cachebridge.core;

/**
 * Tells the other nodes what changed in one cache of this node. Never throws: what could
 * not be told is counted.
 * <p>
 * Where the store has not acknowledged a change, the others are told so: they must not
 * take what the store holds for true either.
 */
interface Announcer {

	/** Tells nobody. */
	Announcer NONE = new Announcer() {

		@Override
		public void changed(String keyName, boolean stored) {
		}

		@Override
		public void cleared(boolean stored) {
		}

		@Override
		public void tagEvicted(String tag, boolean stored) {
		}

		@Override
		public void renewed() {
		}

		@Override
		public void filled(String keyName) {
		}

	};

	/**
	 * A key was put or evicted.
	 * @param keyName the name of the key
	 * @param stored whether the store has acknowledged it
	 */
	void changed(String keyName, boolean stored);

	/**
	 * The cache was cleared.
	 * @param stored whether the store has acknowledged it
	 */
	void cleared(boolean stored);

	/**
	 * A tag was evicted.
	 * @param tag the tag
	 * @param stored whether the store has acknowledged it
	 */
	void tagEvicted(String tag, boolean stored);

	/**
	 * The epoch of the cache or of a tag was lost and a new one was created.
	 */
	void renewed();

	/**
	 * A load of a key has ended that other nodes wait for. Not sent if the name of the
	 * key is too long: they wait for its end by the clock as well.
	 * @param keyName the name of the key
	 */
	void filled(String keyName);

}
