package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * An expression in an annotation of a method, which knows its place for the sake of
 * messages.
 */
final class MethodExpression {

	static final String RESULT = "result";

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final SpelExpression expression;

	private final String place;

	private final boolean readsResult;

	private MethodExpression(SpelExpression expression, String place) {
		this.expression = expression;
		this.place = place;
		this.readsResult = mentionsResult(expression.getAST());
	}

	/**
	 * Reads an expression.
	 * @param text the text of the expression
	 * @param place the annotation and the method
	 * @return the expression
	 * @throws IllegalStateException if it cannot be read
	 */
	static MethodExpression parse(String text, String place) {
		try {
			return new MethodExpression(PARSER.parseRaw(text), place);
		}
		catch (ParseException | IllegalArgumentException | IllegalStateException ex) {
			throw new IllegalStateException(
					"'%s' in %s is not a usable expression: %s".formatted(text, place, ex.getMessage()), ex);
		}
	}

	private static boolean mentionsResult(SpelNode node) {
		if (node instanceof VariableReference && node.toStringAST().equals("#" + RESULT)) {
			return true;
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			if (mentionsResult(node.getChild(i))) {
				return true;
			}
		}
		return false;
	}

	boolean readsResult() {
		return this.readsResult;
	}

	@Nullable Object value(EvaluationContext context) {
		return value(context, Object.class);
	}

	boolean holds(EvaluationContext context) {
		return Boolean.TRUE.equals(value(context, Boolean.class));
	}

	private <T> @Nullable T value(EvaluationContext context, Class<T> type) {
		try {
			return this.expression.getValue(context, type);
		}
		catch (RuntimeException ex) {
			throw failure("cannot be evaluated: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Creates what is thrown to the caller of the method.
	 * @param reason what is wrong
	 * @param cause the cause, or {@code null}
	 * @return the exception, which names the expression and the method
	 */
	EvaluationException failure(String reason, @Nullable Throwable cause) {
		String message = this + " " + reason;
		return (cause != null) ? new EvaluationException(message, cause) : new EvaluationException(message);
	}

	@Override
	public String toString() {
		return "'%s' in %s".formatted(this.expression.getExpressionString(), this.place);
	}

}
