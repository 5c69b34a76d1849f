package io.cachebridge.core;

/**
 * Settings of the tier in the backend.
 *
 * @param fill how the result of a load is written
 * @param codec the id of the codec that writes values
 * @param onStoreRestart what becomes of the values when the store has restarted
 * @param write whether puts and evictions of keys wait for the store
 */
public record RemoteSettings(Fill fill, String codec, OnStoreRestart onStoreRestart, Write write) {

	/**
	 * How the result of a load is written to the backend.
	 */
	public enum Fill {

		/**
		 * Only if nothing has touched the key since the load began. A cold miss costs one
		 * more write.
		 */
		LEASED,

		/**
		 * Unconditionally. An invalidation by another node during the load can be
		 * overwritten by the old value.
		 */
		PLAIN

	}

	/**
	 * Whether puts and evictions of single keys wait for the store.
	 */
	public enum Write {

		/** They return when the store has acknowledged them. */
		SYNC,

		/**
		 * They return at once and are in force on this node, and are made in the
		 * background, in order for each key. Other nodes follow when the store has
		 * acknowledged them. What waits is lost if the node is killed.
		 */
		ASYNC

	}

	/**
	 * What becomes of values when the store has restarted or failed over, and may have
	 * forgotten writes that it had acknowledged.
	 */
	public enum OnStoreRestart {

		/** They are kept. */
		KEEP,

		/**
		 * The cache is cleared once that is noticed, within seconds. A store that cannot
		 * tell, such as a Redis Cluster, is not noticed.
		 */
		CLEAR

	}

}
