package io.cachebridge.entity;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

import io.cachebridge.core.CacheBridgeCacheManager;

/**
 * Hears of changed entities and removes from the caches of this node what the rules tell;
 * the engine tells the other nodes. Never throws.
 * <p>
 * Keys are taken when the change is published, while the entity is as it was published
 * and what it loads lazily can be loaded. Always called by the publishing thread, to
 * which the transaction belongs.
 */
final class EntityChangeListener implements GenericApplicationListener, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(EntityChangeListener.class);

	private final List<InvalidationRule> rules;

	private final ObjectProvider<CacheManager> manager;

	private final CacheInvalidator invalidator;

	private final CommitTiming timing;

	/**
	 * Creates a listener. The manager is asked for late, because any event that is
	 * published while it is under creation makes this listener be created.
	 * @param rules tell what changes mean
	 * @param manager the manager of the caches
	 * @param timing decides when a change takes effect
	 */
	EntityChangeListener(List<InvalidationRule> rules, ObjectProvider<CacheManager> manager, CommitTiming timing) {
		this.rules = List.copyOf(rules);
		this.manager = manager;
		this.invalidator = new CacheInvalidator(manager::getObject);
		this.timing = timing;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.rules.forEach(this::checkCaches);
	}

	private void checkCaches(InvalidationRule rule) {
		CacheManager caches = this.manager.getObject();
		if (!(caches instanceof CacheBridgeCacheManager)) {
			return;
		}
		for (String cache : rule.caches()) {
			if (caches.getCache(cache) == null) {
				throw new InvalidInvalidationRuleException(rule.cacheProperty(), cache,
						"there is no such cache, only " + caches.getCacheNames(),
						"Name one of these caches, or configure 'cachebridge.caches.%s'.".formatted(cache));
			}
		}
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> payload = eventType.as(PayloadApplicationEvent.class).getGeneric().resolve();
		return payload != null && EntityChange.class.isAssignableFrom(payload);
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof PayloadApplicationEvent<?> payload
				&& payload.getPayload() instanceof EntityChange<?> change) {
			try {
				invalidate(change);
			}
			catch (RuntimeException ex) {
				logger.warn("A change of '%s' could not be followed; caches may serve the old value"
					.formatted(change.collection()), ex);
			}
		}
	}

	private void invalidate(EntityChange<?> change) {
		List<Invalidation> due = this.rules.stream()
			.filter((rule) -> rule.matches(change))
			.map((rule) -> rule.invalidation(change))
			.toList();
		if (!due.isEmpty()) {
			this.timing.run(() -> due.forEach(this.invalidator::apply));
		}
	}

}
