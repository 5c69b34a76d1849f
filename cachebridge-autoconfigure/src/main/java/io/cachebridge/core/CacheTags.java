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
 * Gives what a {@link Cacheable @Cacheable} or {@link CachePut @CachePut} method stores
 * tags, by which it can be evicted with others: {@link EvictTags @EvictTags},
 * {@link CacheBridgeCache#evictByTag(String)}.
 *
 * <pre class="code">
 * &#64;Cacheable("products")
 * &#64;CacheTags({ "'shop:' + #shop", "'category:' + #result.categoryId" })
 * public Product find(long shop, long id) { ... }
 * </pre>
 *
 * A load that an eviction of one of its tags has overtaken is given to those who wait for
 * it and stored nowhere. Tags that are told without {@code #result} are known before the
 * method runs and cost no more than the load itself; for others the store is asked once
 * more after it, and a load is also not stored if any tag of the cache was evicted
 * meanwhile.
 * <p>
 * A hit evaluates nothing. An expression that fails, or gives what cannot be a tag, fails
 * the call: mind results that are {@code null}. Caches of other managers have no tags and
 * store the value without. On a class it means all its methods that store something;
 * where the method has its own, only that counts. May be used as a meta-annotation.
 *
 * @see EvictTags
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface CacheTags {

	/**
	 * Expressions of the Spring Expression Language that tell the tags. Each gives a
	 * text, a collection or an array of texts, or {@code null} for none; a tag is not
	 * empty and has no control characters, and a value has 100 at most. A tag that is
	 * always the same is a literal in quotes: {@code "'products'"}.
	 * <p>
	 * Evaluated as {@link Cacheable#key()} is, with {@code #root}, the arguments by name,
	 * {@code #a0} or {@code #p0}, beans as {@code @name}, and {@code #result} as in
	 * {@link Cacheable#unless()}: what an {@code Optional}, a future or a publisher
	 * holds, a list for several values.
	 * @return the expressions
	 */
	String[] value();

}
