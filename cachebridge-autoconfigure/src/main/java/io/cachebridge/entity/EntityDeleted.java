package io.cachebridge.entity;

/**
 * An entity is no more.
 *
 * @param <T> the type of the entity
 * @param collection what it was one of
 * @param entity the entity as it was, which is the old state as well
 */
public record EntityDeleted<T>(String collection, T entity) implements EntityChange<T> {

	public EntityDeleted {
		EntityTypes.check(collection, entity);
	}

	@Override
	public T old() {
		return this.entity;
	}

	@Override
	public EntityOperation operation() {
		return EntityOperation.DELETED;
	}

	@Override
	public EntityDeleted<T> in(String collection) {
		return new EntityDeleted<>(collection, this.entity);
	}

}
