package io.cachebridge.spi;

import java.util.Set;

/**
 * Creates backplanes over one type of transport. Where the transport is a store too, type
 * and names are those of its {@link CacheBackendProvider}, so that the store in use can
 * be found to have a backplane.
 */
public interface BackplaneProvider {

	/**
	 * Returns the type of transport, as in {@code backplane.type: redis}.
	 * @return the type: lower-case letters, digits and hyphens
	 */
	String type();

	/**
	 * Returns the names that {@link #create} accepts: the type itself and the named
	 * instances of it.
	 * @return the names
	 */
	default Set<String> names() {
		return Set.of(type());
	}

	/**
	 * Creates a backplane that is not started. Must not fail because the transport is
	 * away.
	 * @param name one of {@link #names()}
	 * @param channel what separates this application's messages from others on the same
	 * transport
	 * @return the backplane; the caller closes it
	 */
	Backplane create(String name, String channel);

}
