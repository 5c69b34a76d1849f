package io.cachebridge.entity;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is to be removed from caches.
 *
 * @param caches the names of the caches
 * @param keys the keys to evict, {@code null} to clear
 */
record Invalidation(List<String> caches, @Nullable Set<Object> keys) {

}
