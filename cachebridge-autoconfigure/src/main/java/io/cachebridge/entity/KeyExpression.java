package io.cachebridge.entity;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/**
 * Tells the keys, or the tags, to evict for a change. Reads properties of beans, records
 * and public fields and calls methods of what it reads; has no access to types, beans or
 * anything else.
 */
final class KeyExpression {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final SpelExpression expression;

	private final boolean readsOld;

	private final boolean mentionsOld;

	private KeyExpression(SpelExpression expression) {
		this.expression = expression;
		this.readsOld = KeySyntax.beginsWithOld(expression.getAST());
		this.mentionsOld = KeySyntax.mentionsOld(expression.getAST());
	}

	/**
	 * Reads an expression.
	 * @param text the text of the expression
	 * @return the expression
	 * @throws RuntimeException if it cannot be read or could never be evaluated
	 */
	static KeyExpression parse(String text) {
		SpelExpression expression = PARSER.parseRaw(text);
		KeySyntax.check(expression.getAST());
		return new KeyExpression(expression);
	}

	/**
	 * Returns the keys to evict.
	 * @param change the change
	 * @return the keys; none if there are none to evict
	 * @throws RuntimeException if they cannot be told
	 */
	Set<Object> keysOf(EntityChange<?> change) {
		if (this.readsOld && change.operation() == EntityOperation.CREATED) {
			return Set.of();
		}
		Assert.state(!this.mentionsOld || change.old() != null || change.operation() == EntityOperation.CREATED,
				"the old state is not known");
		SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
			.withInstanceMethods()
			.build();
		context.setVariable("entity", change.entity());
		context.setVariable("old", change.old());
		context.setVariable("collection", change.collection());
		context.setVariable("operation", change.operation().name().toLowerCase(Locale.ROOT));
		Set<Object> keys = new LinkedHashSet<>();
		addKeys(this.expression.getValue(context), keys);
		return keys;
	}

	private static void addKeys(@Nullable Object result, Set<Object> keys) {
		if (result instanceof Collection<?> collection) {
			collection.forEach((element) -> addKey(element, keys));
		}
		else if (ObjectUtils.isArray(result)) {
			for (Object element : ObjectUtils.toObjectArray(result)) {
				addKey(element, keys);
			}
		}
		else {
			addKey(result, keys);
		}
	}

	private static void addKey(@Nullable Object result, Set<Object> keys) {
		Object key = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (key != null) {
			keys.add(key);
		}
	}

	@Override
	public String toString() {
		return this.expression.getExpressionString();
	}

}
