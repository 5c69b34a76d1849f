package io.cachebridge.entity;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * Tells that an entity was created, updated or deleted. To be given to
 * {@link org.springframework.context.ApplicationEventPublisher#publishEvent(Object)} once
 * the entity has its identity; keys are taken from it then, caches are touched when the
 * transaction has been committed. An {@code @EventListener} may ask for a type of entity,
 * as in {@code EntityUpdated<Product>}.
 *
 * @param <T> the type of the entity
 */
public sealed interface EntityChange<T> extends ResolvableTypeProvider
		permits EntityCreated, EntityUpdated, EntityDeleted {

	/**
	 * Returns what the entity is one of.
	 * @return the collection; unless given, the simple name of the entity's class with a
	 * small first letter
	 */
	String collection();

	/**
	 * Returns the entity as it is now, or was last if it is deleted.
	 * @return the entity
	 */
	T entity();

	/**
	 * Returns the entity as it was before.
	 * @return the old state; {@code null} if there was none or it is not known
	 */
	@Nullable T old();

	/**
	 * Returns what was done.
	 * @return the operation
	 */
	EntityOperation operation();

	/**
	 * Returns the same change, of an entity of the given collection.
	 * @param collection the collection
	 * @return the change
	 */
	EntityChange<T> in(String collection);

	@Override
	default ResolvableType getResolvableType() {
		return ResolvableType.forClassWithGenerics(getClass(), EntityTypes.typeOf(entity()));
	}

	/**
	 * Tells that an entity is new.
	 * @param <T> the type of the entity
	 * @param entity the entity
	 * @return the change
	 */
	static <T> EntityCreated<T> created(T entity) {
		return new EntityCreated<>(EntityTypes.collectionOf(entity), entity);
	}

	/**
	 * Tells that an entity is not what it was. What it was is not known, so caches whose
	 * rule asks for it are cleared.
	 * @param <T> the type of the entity
	 * @param entity the entity as it is now
	 * @return the change
	 */
	static <T> EntityUpdated<T> updated(T entity) {
		return new EntityUpdated<>(EntityTypes.collectionOf(entity), entity, null);
	}

	/**
	 * Tells that an entity is not what it was.
	 * @param <T> the type of the entity
	 * @param entity the entity as it is now
	 * @param old the entity as it was
	 * @return the change
	 */
	static <T> EntityUpdated<T> updated(T entity, T old) {
		return new EntityUpdated<>(EntityTypes.collectionOf(entity), entity, old);
	}

	/**
	 * Tells that an entity is no more.
	 * @param <T> the type of the entity
	 * @param entity the entity as it was
	 * @return the change
	 */
	static <T> EntityDeleted<T> deleted(T entity) {
		return new EntityDeleted<>(EntityTypes.collectionOf(entity), entity);
	}

}
