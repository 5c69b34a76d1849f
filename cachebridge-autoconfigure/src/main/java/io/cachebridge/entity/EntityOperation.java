package io.cachebridge.entity;

/**
 * What was done to an entity.
 */
public enum EntityOperation {

	/** It is new. */
	CREATED,

	/** It is not what it was. */
	UPDATED,

	/** It is no more. */
	DELETED

}
