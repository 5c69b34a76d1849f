package io.cachebridge.samples.quickstart;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CacheTier;

/**
 * Logs what the caches do, one line each. Any bean of type {@link CacheEventListener} is
 * told.
 */
@Component
class CacheDiary implements CacheEventListener {

	private static final Logger logger = LoggerFactory.getLogger(CacheDiary.class);

	@Override
	public void onHit(String cache, Object key, CacheTier tier) {
		logger.info("HIT   {} {} ({})", cache, key, tier.name().toLowerCase(Locale.ROOT));
	}

	@Override
	public void onMiss(String cache, Object key) {
		logger.info("MISS  {} {}", cache, key);
	}

	@Override
	public void onLoad(String cache, Object key, Duration time) {
		logger.info("LOAD  {} {} took {} ms", cache, key, time.toMillis());
	}

	@Override
	public void onEvict(String cache, Object key) {
		logger.info("EVICT {} {}", cache, key);
	}

	@Override
	public void onClear(String cache) {
		logger.info("CLEAR {}", cache);
	}

	@Override
	public void onInvalidation(String cache, @Nullable String keyName) {
		logger.info("HEARD {} {} was changed by another node", cache, Objects.requireNonNullElse(keyName, "(all)"));
	}

	@Override
	public void onBackendFailure(String cache, String backend, String operation, Exception cause) {
		logger.info("FAIL  {} {}", cache, cause.getMessage());
	}

}
