package io.cachebridge.test.process;

/**
 * What caches hold: a version of a cell and how it came into the cache.
 *
 * @param version the version
 * @param isPut whether it was put, and not loaded
 */
record Copy(long version, boolean isPut) {

}
