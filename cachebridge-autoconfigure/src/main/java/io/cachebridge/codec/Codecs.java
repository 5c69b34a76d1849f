package io.cachebridge.codec;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

/**
 * The codecs of an application by their ids. Immutable.
 */
public final class Codecs {

	private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

	private final Map<String, ValueCodec> codecs;

	/**
	 * Collects codecs.
	 * @param codecs the codecs, in any order
	 * @throws IllegalArgumentException if an id is none or two codecs have the same
	 */
	public Codecs(Collection<? extends ValueCodec> codecs) {
		Map<String, ValueCodec> byId = new TreeMap<>();
		for (ValueCodec codec : codecs) {
			String id = codec.id();
			if (!ID.matcher(id).matches()) {
				throw new IllegalArgumentException(
						"'id' of %s must be 1 to 32 lower-case letters, digits and hyphens but was '%s'"
							.formatted(codec.getClass().getName(), id));
			}
			ValueCodec other = byId.putIfAbsent(id, codec);
			if (other != null) {
				throw new IllegalArgumentException("'id' of codecs must be unique but both %s and %s have '%s'"
					.formatted(other.getClass().getName(), codec.getClass().getName(), id));
			}
		}
		this.codecs = Collections.unmodifiableMap(byId);
	}

	/**
	 * Returns the codec of that id.
	 * @param id the id
	 * @return the codec
	 * @throws UnknownTypeException if there is none
	 */
	public ValueCodec get(String id) {
		ValueCodec codec = this.codecs.get(id);
		if (codec == null) {
			throw new UnknownTypeException(
					"Codec '%s' is not known; there are %s".formatted(TypeNames.printable(id), ids()));
		}
		return codec;
	}

	/**
	 * Returns the ids of all codecs.
	 * @return the ids in alphabetical order
	 */
	public Set<String> ids() {
		return this.codecs.keySet();
	}

}
