package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.ObjectUtils;

/**
 * One call of a method whose annotations speak of tags.
 */
final class TaggedCall {

	private static final ParameterNameDiscoverer NAMES = DefaultParameterNameDiscoverer.getSharedInstance();

	private final MethodTags method;

	private final @Nullable Object[] args;

	private final Object target;

	private final CacheBridgeCacheManager manager;

	TaggedCall(MethodTags method, @Nullable Object[] args, Object target, CacheBridgeCacheManager manager) {
		this.method = method;
		this.args = method.method().isVarArgs() ? flat(args) : args;
		this.target = target;
		this.manager = manager;
	}

	// As Spring does for its own expressions
	private static @Nullable Object[] flat(@Nullable Object[] args) {
		@Nullable Object[] last = ObjectUtils.toObjectArray(args[args.length - 1]);
		return Stream.concat(Arrays.stream(args, 0, args.length - 1), Arrays.stream(last)).toArray();
	}

	MethodTags method() {
		return this.method;
	}

	CacheBridgeCacheManager manager() {
		return this.manager;
	}

	LoadAdvice advice() {
		boolean silent = this.method.tags().isEmpty() && this.method.timeToLive() == null
				&& this.method.failSafe() == null && this.method.evictions().isEmpty();
		return silent ? LoadAdvice.NONE : new AnnotatedLoad(this);
	}

	/**
	 * Prepares an evaluation that knows no result.
	 * @param cacheNames the names of the caches that the expression is about
	 * @return the context
	 */
	EvaluationContext context(Collection<String> cacheNames) {
		return contextOf(cacheNames);
	}

	/**
	 * Prepares an evaluation after the method has returned.
	 * @param cacheNames the names of the caches that the expression is about
	 * @param result what the method has returned
	 * @return the context
	 */
	EvaluationContext context(Collection<String> cacheNames, @Nullable Object result) {
		MethodBasedEvaluationContext context = contextOf(cacheNames);
		context.setVariable(MethodExpression.RESULT, result);
		return context;
	}

	private MethodBasedEvaluationContext contextOf(Collection<String> cacheNames) {
		List<CacheBridgeCache> caches = cacheNames.stream()
			.map(this.manager::getCache)
			.filter(Objects::nonNull)
			.toList();
		Method called = this.method.method();
		InvocationRoot root = new InvocationRoot(caches, called, called.getName(), this.args, this.target,
				this.method.targetClass());
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(root, this.method.targetMethod(),
				this.args, NAMES);
		if (this.method.beans() != null) {
			context.setBeanResolver(this.method.beans());
		}
		return context;
	}

}
