package io.cachebridge.backend.memcached;

import java.util.Collection;
import java.util.Map;

import net.rubyeye.xmemcached.MemcachedClient;

/**
 * How a backend gets to its servers.
 */
interface MemcachedLink extends AutoCloseable {

	/** No escaped key has such a character. */
	String PROBE = "cachebridge#health";

	/**
	 * Connects to the servers of some keys as far as that is possible now.
	 * @param itemKeys keys as they are in Memcached
	 * @return the connections
	 * @throws Exception if a server of the keys cannot be used
	 */
	Connections connect(Collection<String> itemKeys) throws Exception;

	/**
	 * Tells whether a key is always looked for on the same server, be it there or not.
	 * @return {@code false} if others step in
	 */
	boolean keysStay();

	/**
	 * Finds keys to ask the servers by how they are, none of which holds a record.
	 * @return a key for each server, by the name of the server
	 * @throws Exception if that fails
	 */
	Map<String, String> probes() throws Exception;

	/**
	 * Counts the servers.
	 * @return how many there are, as far as this is known
	 */
	int servers();

	@Override
	void close();

	/**
	 * What a call goes over.
	 */
	interface Connections {

		MemcachedClient client();

		/**
		 * Gives up what was not answered in time: what has not left this process must not
		 * follow later.
		 */
		void abandon();

	}

}
