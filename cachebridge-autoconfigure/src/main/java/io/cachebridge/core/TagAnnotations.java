package io.cachebridge.core;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds {@link CacheTags @CacheTags}, {@link EvictTags @EvictTags},
 * {@link CacheTimeToLive @CacheTimeToLive} and {@link StaleOnError @StaleOnError} where
 * Spring finds its own annotations: on the method of the class, on that class, on the
 * method of the interface, on the interface; the first place that has one counts.
 */
final class TagAnnotations {

	private final Method method;

	private final Method targetMethod;

	TagAnnotations(Method method, @Nullable Class<?> targetClass) {
		this.method = method;
		this.targetMethod = AopUtils.getMostSpecificMethod(method, targetClass);
	}

	static boolean mayBeOn(Method method) {
		return !ReflectionUtils.isObjectMethod(method) && method.getDeclaringClass() != BeanFactoryAware.class;
	}

	Method targetMethod() {
		return this.targetMethod;
	}

	/**
	 * Returns the expressions of all annotations that count.
	 * @return the texts of the expressions
	 */
	List<String> cacheTags() {
		Set<String> texts = new LinkedHashSet<>();
		find((place) -> all(place, CacheTags.class)).forEach((found) -> texts.addAll(Arrays.asList(found.value())));
		return List.copyOf(texts);
	}

	boolean isOnMethod(Class<? extends Annotation> type) {
		return !all(this.targetMethod, type).isEmpty();
	}

	@Nullable CacheTimeToLive cacheTimeToLive() {
		List<CacheTimeToLive> found = find((place) -> all(place, CacheTimeToLive.class));
		return found.isEmpty() ? null : found.get(0);
	}

	@Nullable StaleOnError staleOnError() {
		List<StaleOnError> found = find((place) -> all(place, StaleOnError.class));
		return found.isEmpty() ? null : found.get(0);
	}

	List<EvictTags> evictTags() {
		return find((place) -> all(place, EvictTags.class));
	}

	private <A extends Annotation> List<A> find(Function<AnnotatedElement, List<A>> search) {
		for (AnnotatedElement place : places()) {
			List<A> found = search.apply(place);
			if (!found.isEmpty()) {
				return found;
			}
		}
		return List.of();
	}

	private List<AnnotatedElement> places() {
		List<AnnotatedElement> places = new ArrayList<>();
		places.add(this.targetMethod);
		if (ClassUtils.isUserLevelMethod(this.method)) {
			places.add(this.targetMethod.getDeclaringClass());
		}
		if (!this.targetMethod.equals(this.method)) {
			places.add(this.method);
			if (ClassUtils.isUserLevelMethod(this.method)) {
				places.add(this.method.getDeclaringClass());
			}
		}
		return places;
	}

	// What a class declares itself overrides what it inherits
	private static <A extends Annotation> List<A> all(AnnotatedElement place, Class<A> type) {
		List<A> found = all(place, type, SearchStrategy.TYPE_HIERARCHY);
		List<A> own = (found.size() > 1) ? all(place, type, SearchStrategy.INHERITED_ANNOTATIONS) : List.of();
		return own.isEmpty() ? found : own;
	}

	private static <A extends Annotation> List<A> all(AnnotatedElement place, Class<A> type, SearchStrategy strategy) {
		return MergedAnnotations.from(place, strategy).stream(type).map((found) -> found.synthesize()).toList();
	}

}
