package io.cachebridge.entity;

/**
 * An entity as records are written.
 *
 * @param id its identity
 * @param value what callers send
 */
record ApiKey(int id, String value) {

}
