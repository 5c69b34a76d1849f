package io.cachebridge.spi;

/**
 * What a backend can promise beyond its five methods. Each is held by the published
 * contract tests; one that is not declared shows there as skipped.
 */
public enum Capability {

	/**
	 * {@link CacheBackend#putIf} compares and sets atomically, also against writers in
	 * other processes, and every read sees the latest acknowledged write. A backend that
	 * reads from replicas or eventually consistently must not declare it.
	 */
	CONDITIONAL_PUT,

	/**
	 * Other processes see the same records.
	 */
	SHARED,

	/**
	 * Processes of other hosts see the same records too: the store is reached over a
	 * network, at an address that means the same store everywhere. Only together with
	 * {@link #SHARED}. What is held in a file of each host, or in a database embedded in
	 * the process, must not declare it.
	 */
	REMOTE,

	/**
	 * Records survive the end of this process.
	 */
	DURABLE,

	/**
	 * {@link CacheBackend#keys} and {@link CacheBackend#deleteByPrefix} work.
	 */
	ENUMERATION,

	/**
	 * {@link CacheBackend#increment} works.
	 */
	COUNTER,

	/**
	 * The store drops expired records by itself, sooner or later.
	 */
	NATIVE_EXPIRY

}
