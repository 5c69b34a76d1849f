package io.cachebridge.core;

/**
 * Tells the other nodes what changed in one cache of this node. Never throws: what could
 * not be told is counted.
 */
interface Announcer {

	/** Tells nobody. */
	Announcer NONE = new Announcer() {

		@Override
		public void changed(String keyName) {
		}

		@Override
		public void cleared() {
		}

		@Override
		public void renewed() {
		}

	};

	void changed(String keyName);

	void cleared();

	/**
	 * The epoch of the cache was lost and a new one was created.
	 */
	void renewed();

}
