package io.cachebridge.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.cache.annotation.Cacheable;

/**
 * Gives callers of a {@link Cacheable @Cacheable} method that fails the last value,
 * although its time-to-live is over. For the loads of this method it takes the place of
 * the {@code fail-safe} settings of the cache, whether those are enabled or not; how long
 * the source then rests remains theirs.
 *
 * <pre class="code">
 * &#64;Cacheable("rates")
 * &#64;StaleOnError(maximumStale = "6h", on = IOException.class)
 * public Rates find(String currency) throws IOException { ... }
 * </pre>
 *
 * What the method stores is kept for {@link #maximumStale()}. A value that was stored in
 * another way is kept as its cache says, without {@code fail-safe} no longer than its
 * time-to-live. Never is a value served that this node knows to be invalid.
 * <p>
 * The method must be cached in one cache and do nothing else to caches. On a class it
 * means all its methods that store something, so that what a {@code @CachePut} there
 * stores is kept as well; where the method has its own, only that counts. Caches of other
 * managers know nothing of it. May be used as a meta-annotation.
 *
 * @see LoadContext#fail(String)
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface StaleOnError {

	/**
	 * How old a value may be, counted from when it was loaded or put: a number with a
	 * unit such as {@code 30m} or {@code 6h}, or in the form of ISO 8601, {@code PT6H}.
	 * Only what is longer than the time-to-live has an effect.
	 * @return the time, positive
	 */
	String maximumStale();

	/**
	 * Which exceptions count as failures, their subclasses included. What never does is
	 * an error, an interruption or a cancellation; what always does is
	 * {@link LoadContext#fail(String)}.
	 * @return the classes, none for those that the cache counts
	 */
	Class<? extends Exception>[] on() default {};

	/**
	 * Which exceptions do not, because they are answers: they reach the caller and end
	 * the last value.
	 * @return the classes, none for those that are answers to the cache and not named in
	 * {@link #on()}
	 */
	Class<? extends Exception>[] notOn() default {};

}
