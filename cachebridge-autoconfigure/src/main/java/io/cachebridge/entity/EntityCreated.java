package io.cachebridge.entity;

import org.jspecify.annotations.Nullable;

/**
 * An entity is new.
 *
 * @param <T> the type of the entity
 * @param collection what it is one of
 * @param entity the entity
 */
public record EntityCreated<T>(String collection, T entity) implements EntityChange<T> {

	public EntityCreated {
		EntityTypes.check(collection, entity);
	}

	@Override
	public @Nullable T old() {
		return null;
	}

	@Override
	public EntityOperation operation() {
		return EntityOperation.CREATED;
	}

	@Override
	public EntityCreated<T> in(String collection) {
		return new EntityCreated<>(collection, this.entity);
	}

}
