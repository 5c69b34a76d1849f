package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.ObjectUtils;

/**
 * The expressions of one annotation that tell tags.
 *
 * @param expressions the expressions
 */
record TagExpressions(List<MethodExpression> expressions) {

	static final TagExpressions NONE = new TagExpressions(List.of());

	static TagExpressions parse(Collection<String> texts, String place) {
		return new TagExpressions(texts.stream().map((text) -> MethodExpression.parse(text, place)).toList());
	}

	boolean isEmpty() {
		return this.expressions.isEmpty();
	}

	TagExpressions thatReadResult() {
		return those(MethodExpression::readsResult);
	}

	TagExpressions thatDoNotReadResult() {
		return those((expression) -> !expression.readsResult());
	}

	private TagExpressions those(Predicate<MethodExpression> condition) {
		return new TagExpressions(this.expressions.stream().filter(condition).toList());
	}

	TagExpressions and(TagExpressions others) {
		List<MethodExpression> all = new ArrayList<>(this.expressions);
		all.addAll(others.expressions);
		return new TagExpressions(List.copyOf(all));
	}

	/**
	 * Returns the tags.
	 * @param context the call
	 * @return the tags
	 * @throws RuntimeException if an expression fails or gives what cannot be a tag
	 */
	Set<String> tagsOf(EvaluationContext context) {
		Set<String> tags = new LinkedHashSet<>();
		for (MethodExpression expression : this.expressions) {
			collect(expression, expression.value(context), tags);
		}
		return tags;
	}

	private static void collect(MethodExpression expression, @Nullable Object given, Set<String> tags) {
		if (given instanceof CharSequence text) {
			tags.add(required(expression, text.toString()));
		}
		else if (given instanceof Iterable<?> several) {
			several.forEach((element) -> collect(expression, element, tags));
		}
		else if (ObjectUtils.isArray(given)) {
			Arrays.asList(ObjectUtils.toObjectArray(given)).forEach((element) -> collect(expression, element, tags));
		}
		else if (given != null) {
			throw expression.failure("must give texts but gave a " + given.getClass().getName(), null);
		}
	}

	private static String required(MethodExpression expression, String tag) {
		try {
			return Tags.require(tag);
		}
		catch (IllegalArgumentException ex) {
			throw expression.failure("gave what is no tag: " + ex.getMessage(), ex);
		}
	}

}
