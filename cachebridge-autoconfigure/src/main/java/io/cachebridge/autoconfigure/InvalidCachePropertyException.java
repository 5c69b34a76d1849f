package io.cachebridge.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property has a value that cannot be used.
 */
final class InvalidCachePropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the full name of the property
	 * @param value its value, {@code null} if there is none
	 * @param reason what is wrong with it
	 * @param remedy what to do
	 */
	InvalidCachePropertyException(String property, @Nullable Object value, String reason, String remedy) {
		super("Property '%s'%s: %s".formatted(property, (value != null) ? " is '" + value + "'" : "", reason));
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
