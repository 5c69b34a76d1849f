package io.cachebridge.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;
import org.springframework.cache.Cache;

/**
 * Demands of a cache what Spring's {@link Cache} promises, and what its users take for
 * granted: truthful answers, one load however many ask, no value of an overtaken load,
 * and keys of any type kept apart. Values need only be equal, not the same.
 *
 * <pre class="code">
 * class AcmeCacheTests extends SpringCacheContract {
 *
 *     &#64;Override
 *     protected Cache createCache() {
 *         return new AcmeCache(...);
 *     }
 *
 * }
 * </pre>
 * <p>
 * Values are strings, numbers and other plain types of the JDK. A cache that knowingly
 * falls short of a demand overrides its test and says so there.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class SpringCacheContract implements SpringCacheAccess, SpringCacheRemoval, SpringCacheLoading,
		SpringCacheRetrieval, SpringCacheKeys, SpringCacheNodes {

	private @Nullable Cache cache;

	/**
	 * Creates a cache that is empty and takes {@code null} values. Called for each test.
	 * @return the cache
	 * @throws Exception if that fails
	 */
	protected abstract Cache createCache() throws Exception;

	/**
	 * Creates the cache of the same name on another node of the same application.
	 * @return the cache of the other node
	 * @throws Exception if that fails
	 */
	protected Cache createCacheOfOtherNode() throws Exception {
		throw new TestAbortedException("createCacheOfOtherNode() is not overridden");
	}

	/**
	 * Tells whether {@link Cache#retrieve(Object)} is supported.
	 * @return {@code true} by default
	 */
	protected boolean supportsRetrieve() {
		return true;
	}

	/**
	 * Tells whether a value can be found again under a key that only
	 * {@link Object#equals} can compare, such as a plain {@code new Object()}. Where not,
	 * such keys must always miss.
	 * @return {@code true} by default
	 */
	protected boolean supportsKeysWithoutText() {
		return true;
	}

	/**
	 * Tells how soon a node learns of what another did.
	 * @return five seconds by default
	 */
	protected Duration propagation() {
		return Duration.ofSeconds(5);
	}

	@BeforeEach
	void openCache() throws Exception {
		this.cache = createCache();
	}

	@Override
	public final Cache cache() {
		if (this.cache == null) {
			throw new IllegalStateException("There is no cache before the test begins");
		}
		return this.cache;
	}

	@Override
	public final Cache otherNode() throws Exception {
		return createCacheOfOtherNode();
	}

	@Override
	public final boolean retrieves() {
		return supportsRetrieve();
	}

	@Override
	public final boolean holdsKeysWithoutText() {
		return supportsKeysWithoutText();
	}

	@Override
	public final Duration patience() {
		return propagation();
	}

}
