/**
 * Changes of entities, and the rules that tell which cached values they make old.
 * <p>
 * An application publishes what it did,
 * {@code publisher.publishEvent(EntityChange.updated(product))}, and says in
 * {@code cachebridge.invalidation.rules} what that means for caches. A key that a rule
 * tells must be the key of the cached method, its type included: {@code 1L} is not
 * {@code 1}. Inside a transaction the caches are touched when it has been committed, and
 * not at all when it is rolled back. Other nodes are told by the engine.
 * <p>
 * A reactive transaction is not seen here, because nothing ties it to the thread that
 * publishes: publish after it has been committed.
 */
@NullMarked
package io.cachebridge.entity;

import org.jspecify.annotations.NullMarked;
