package io.cachebridge.entity;

import java.util.Set;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Finds at start what would make the evaluation of a key or tag fail each time.
 */
final class KeySyntax {

	private static final Set<String> VARIABLES = Set.of("#entity", "#old", "#collection", "#operation");

	private static final Set<Class<? extends SpelNode>> UNAVAILABLE = Set.of(Assign.class, BeanReference.class,
			ConstructorReference.class, FunctionReference.class, OpDec.class, OpInc.class, TypeReference.class);

	private KeySyntax() {
	}

	static void check(SpelNode root) {
		check(root, false, false);
	}

	// An element of a collection is the subject of what is in the brackets; any other
	// property belongs to what stands in front of it
	private static void check(SpelNode node, boolean isInBrackets, boolean hasSubject) {
		if (UNAVAILABLE.contains(node.getClass())) {
			throw new IllegalArgumentException("'%s' is not available in rules".formatted(node.toStringAST()));
		}
		if (node instanceof VariableReference && !isKnown(node.toStringAST(), isInBrackets)) {
			throw new IllegalArgumentException("there is no '%s'".formatted(node.toStringAST()));
		}
		if ((node instanceof PropertyOrFieldReference || node instanceof MethodReference) && !hasSubject) {
			throw new IllegalArgumentException("it is not said whose '%s' is meant".formatted(node.toStringAST()));
		}
		boolean brackets = isInBrackets || node instanceof Projection || node instanceof Selection
				|| node instanceof Indexer;
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), brackets, brackets || (node instanceof CompoundExpression && i > 0));
		}
	}

	private static boolean isKnown(String variable, boolean isInBrackets) {
		return VARIABLES.contains(variable) || (isInBrackets && variable.equals("#this"));
	}

	/**
	 * Tells whether an expression does nothing but read from the old state, so that it
	 * means nothing where there is none.
	 * @param root the expression
	 * @return {@code true} if it begins with {@code #old}
	 */
	static boolean beginsWithOld(SpelNode root) {
		SpelNode first = (root instanceof CompoundExpression && root.getChildCount() > 0) ? root.getChild(0) : root;
		return first instanceof VariableReference && first.toStringAST().equals("#old");
	}

	static boolean mentionsOld(SpelNode node) {
		if (node instanceof VariableReference && node.toStringAST().equals("#old")) {
			return true;
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			if (mentionsOld(node.getChild(i))) {
				return true;
			}
		}
		return false;
	}

}
