package io.cachebridge.spi;

import java.util.HexFormat;

/**
 * Tells one written record from every other. Versions are unique and have no order: a
 * greater sequence does not mean a later write.
 *
 * @param incarnation the random identity of one life of one node
 * @param sequence a number that this life of the node uses once
 */
public record Version(long incarnation, long sequence) {

	/**
	 * The version of everything that was not written by this library.
	 */
	public static final Version NONE = new Version(0, 0);

	/**
	 * Returns 32 hexadecimal digits.
	 */
	@Override
	public String toString() {
		HexFormat hex = HexFormat.of();
		return hex.toHexDigits(this.incarnation) + hex.toHexDigits(this.sequence);
	}

}
