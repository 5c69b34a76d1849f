package io.cachebridge.entity;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a change means for some caches.
 */
final class InvalidationRule {

	private static final Log logger = LogFactory.getLog(InvalidationRule.class);

	private final String property;

	private final @Nullable Class<?> entity;

	private final @Nullable String collection;

	private final Set<EntityOperation> operations;

	private final List<String> caches;

	private final @Nullable RuleTargets targets;

	private final AtomicBoolean failing = new AtomicBoolean();

	/**
	 * Creates a rule.
	 * @param property the path of its property, for messages
	 * @param entity the class of the entities, {@code null} for any
	 * @param collection the collection of the entities, {@code null} for any
	 * @param operations what must have been done, nothing for anything
	 * @param caches the names of the caches
	 * @param targets tell what to evict, {@code null} to clear
	 */
	InvalidationRule(String property, @Nullable Class<?> entity, @Nullable String collection,
			Set<EntityOperation> operations, List<String> caches, @Nullable RuleTargets targets) {
		this.property = property;
		this.entity = entity;
		this.collection = collection;
		this.operations = operations;
		this.caches = caches;
		this.targets = targets;
	}

	String cacheProperty() {
		return this.property + ((this.caches.size() == 1) ? ".cache" : ".caches");
	}

	List<String> caches() {
		return this.caches;
	}

	boolean matches(EntityChange<?> change) {
		return (this.entity == null || this.entity.isInstance(change.entity()))
				&& (this.collection == null || this.collection.equals(change.collection()))
				&& (this.operations.isEmpty() || this.operations.contains(change.operation()));
	}

	/**
	 * Tells what a change means. If that cannot be told, everything is removed: too much
	 * is slow, too little would be wrong.
	 * @param change a change that matches
	 * @return what is to be removed
	 */
	Invalidation invalidation(EntityChange<?> change) {
		return new Invalidation(this.caches, (this.targets != null) ? told(this.targets, change) : null);
	}

	private Invalidation.@Nullable Targets told(RuleTargets targets, EntityChange<?> change) {
		try {
			Invalidation.Targets told = targets.of(change);
			this.failing.set(false);
			return told;
		}
		catch (RuntimeException ex) {
			String message = "%s; cleared instead: %s".formatted(ex.getMessage(), String.join(", ", this.caches));
			if (this.failing.compareAndSet(false, true)) {
				logger.warn(message, ex);
			}
			else {
				logger.debug(message, ex);
			}
			return null;
		}
	}

}
