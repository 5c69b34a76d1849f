package io.cachebridge.backend.consul;

/**
 * What Consul answered.
 *
 * @param status the status of HTTP
 * @param index the index of what was read, zero if there is none
 * @param body the body
 */
record ConsulReply(int status, long index, byte[] body) {

	static final int OK = 200;

	static final int NOT_FOUND = 404;

	/**
	 * The status of a transaction that was rolled back.
	 */
	static final int CONFLICT = 409;

}
