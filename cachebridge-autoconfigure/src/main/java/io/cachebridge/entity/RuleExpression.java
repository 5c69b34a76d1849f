package io.cachebridge.entity;

import java.util.LinkedHashSet;
import java.util.Set;

import io.cachebridge.core.Tags;

/**
 * An expression of a rule, which knows its property for the sake of messages.
 *
 * @param property the path of its property
 * @param expression the expression
 */
record RuleExpression(String property, KeyExpression expression) {

	Set<Object> keysOf(EntityChange<?> change) {
		try {
			return this.expression.keysOf(change);
		}
		catch (RuntimeException ex) {
			throw failure(change, ex);
		}
	}

	Set<String> tagsOf(EntityChange<?> change) {
		Set<String> tags = new LinkedHashSet<>();
		for (Object given : keysOf(change)) {
			try {
				tags.add(tag(given));
			}
			catch (IllegalArgumentException ex) {
				throw failure(change, ex);
			}
		}
		return tags;
	}

	private static String tag(Object given) {
		if (given instanceof CharSequence text) {
			return Tags.require(text.toString());
		}
		throw new IllegalArgumentException("a tag must be a text but was a " + given.getClass().getName());
	}

	private IllegalStateException failure(EntityChange<?> change, RuntimeException cause) {
		return new IllegalStateException("'%s' is '%s' and cannot be evaluated for '%s' %s".formatted(this.property,
				this.expression, change.collection(), change.operation()), cause);
	}

}
