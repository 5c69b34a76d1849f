package io.cachebridge.entity;

import org.jspecify.annotations.Nullable;

/**
 * An entity is not what it was.
 *
 * @param <T> the type of the entity
 * @param collection what it is one of
 * @param entity the entity as it is now
 * @param old the entity as it was; {@code null} if that is not known
 */
public record EntityUpdated<T>(String collection, T entity, @Nullable T old) implements EntityChange<T> {

	public EntityUpdated {
		EntityTypes.check(collection, entity);
	}

	@Override
	public EntityOperation operation() {
		return EntityOperation.UPDATED;
	}

	@Override
	public EntityUpdated<T> in(String collection) {
		return new EntityUpdated<>(collection, this.entity, this.old);
	}

}
