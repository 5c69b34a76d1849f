package io.cachebridge.entity;

import org.jspecify.annotations.Nullable;

/**
 * A rule in {@code cachebridge.invalidation.rules} makes no sense.
 */
public final class InvalidInvalidationRuleException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final @Nullable String value;

	private final String reason;

	private final String remedy;

	InvalidInvalidationRuleException(String property, @Nullable String value, String reason, String remedy) {
		super("'%s' is '%s': %s".formatted(property, value, reason));
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Returns the path of the property.
	 * @return the property, as in {@code cachebridge.invalidation.rules[2].key}
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Returns what the property is.
	 * @return the value, {@code null} if it is not set
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * Returns what is wrong with it.
	 * @return a sentence without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
