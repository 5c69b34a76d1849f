package io.cachebridge.spi;

import java.lang.reflect.Type;

/**
 * Turns values into bytes and back. What comes back equals what was put and has the same
 * type, as far as callers can observe. Stored bytes outlive versions of the application:
 * a codec must recognise what it can no longer read and say so. Thread-safe.
 */
public interface ValueCodec {

	/**
	 * Returns the name that is stored in front of every value and set as
	 * {@code remote.codec}. It names the format: a codec that can no longer read what it
	 * once wrote needs another one.
	 * @return 1 to 32 lower-case letters, digits and hyphens
	 */
	String id();

	/**
	 * Writes a value.
	 * @param value the value
	 * @param type what methods declare to return from this cache, {@code Object.class} if
	 * that is not known or not the same for all; a hint, values need not conform
	 * @return the bytes, owned by the caller
	 * @throws CodecException if this value cannot be written
	 */
	byte[] encode(Object value, Type type);

	/**
	 * Reads a value. Must not create instances of any class that was not allowed, however
	 * the bytes were made.
	 * @param bytes what {@link #encode} returned, possibly on another node with another
	 * version of the application, or anything else
	 * @param type as for {@link #encode}; may differ from what it was then
	 * @return the value
	 * @throws UnknownTypeException if the bytes are sound but name a type that is unknown
	 * or not allowed here
	 * @throws CodecException if the bytes are not sound
	 */
	Object decode(byte[] bytes, Type type);

}
