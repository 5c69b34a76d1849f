package io.cachebridge.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Tells how long what a {@link Cacheable @Cacheable} or {@link CachePut @CachePut} method
 * stores is served, in place of the time-to-live of its cache, which may be shorter or
 * longer.
 *
 * <pre class="code">
 * &#64;Cacheable("tokens")
 * &#64;CacheTimeToLive(expression = "#result.validFor")
 * public Token find(String user) { ... }
 * </pre>
 *
 * It counts for {@code null} too. Jitter shortens it. A hit evaluates nothing. What is
 * held in the process is asked for again after the local time-to-live, as ever. Caches of
 * other managers know nothing of it. On a class it means all its methods that store
 * something; where the method has its own, only that counts. May be used as a
 * meta-annotation.
 *
 * @see LoadContext#timeToLive(java.time.Duration)
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface CacheTimeToLive {

	/**
	 * The time for all results: a number with a unit such as {@code 30s}, {@code 5m} or
	 * {@code 1h}, or in the form of ISO 8601, {@code PT5M}. It must be positive.
	 * @return the time, empty if it is told by {@link #expression()}
	 */
	String value() default "";

	/**
	 * An expression of the Spring Expression Language that tells the time for one result.
	 * It gives a {@link java.time.Duration}, a text as for {@link #value()}, or
	 * {@code null} for the time-to-live of the cache. If the time is zero or less, the
	 * result is already over: it is returned and not stored.
	 * <p>
	 * Evaluated as {@link CacheTags#value()} is. An expression that fails, or gives
	 * anything else, fails the call: mind results that are {@code null}.
	 * @return the expression, empty if {@link #value()} is set
	 */
	String expression() default "";

}
