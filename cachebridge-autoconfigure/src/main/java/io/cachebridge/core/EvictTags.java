package io.cachebridge.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;

/**
 * Evicts by tag when a method of a bean has returned normally; needs no other annotation
 * beside it. A future or a publisher counts once it has completed normally, and hands on
 * its value after the eviction. What the method itself has stored is stored before.
 *
 * <pre class="code">
 * &#64;EvictTags(cacheNames = "products", value = "'category:' + #category.id")
 * public void rename(Category category, String name) { ... }
 * </pre>
 *
 * Each tag costs a cache two small writes and a message, however many values have it. If
 * a cache throws, Spring's error handler for evictions decides, which throws to the
 * caller unless the application says otherwise; an expression that fails always does. May
 * be repeated, and used as a meta-annotation.
 *
 * @see CacheTags
 * @see CacheBridgeCache#evictByTag(String)
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(EvictTags.Several.class)
public @interface EvictTags {

	/**
	 * Expressions of the Spring Expression Language that tell the tags, as those of
	 * {@link CacheTags#value()} do.
	 * @return the expressions
	 */
	String[] value();

	/**
	 * Names of the caches, which must be CacheBridge's. If there are none, those of
	 * {@link CacheConfig @CacheConfig} on the class, or else those of the other cache
	 * annotations of the method.
	 * @return the names
	 */
	String[] cacheNames() default {};

	/**
	 * Expression that tells whether to evict. Always, if it is empty.
	 * @return the expression
	 * @see CacheEvict#condition()
	 */
	String condition() default "";

	/**
	 * Whether to evict before the method runs, and so even if it fails. There is no
	 * {@code #result} then. A cache whose writes wait for the commit of a transaction
	 * evicts at the commit all the same.
	 * @return {@code true} for before
	 * @see CacheEvict#beforeInvocation()
	 */
	boolean beforeInvocation() default false;

	/**
	 * Holds several.
	 */
	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@Inherited
	@Documented
	@interface Several {

		/**
		 * Returns all of them.
		 * @return the annotations
		 */
		EvictTags[] value();

	}

}
