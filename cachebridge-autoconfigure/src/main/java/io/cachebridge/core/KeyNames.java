package io.cachebridge.core;

import java.util.stream.Stream;

/**
 * The names of the keys of one cache that have a value.
 */
interface KeyNames {

	/**
	 * Lists names lazily.
	 * @param prefix what they begin with
	 * @return the names, to be closed
	 */
	Stream<String> startingWith(String prefix);

}
