package io.cachebridge.backend.file;

/**
 * What a file holds.
 *
 * @param key the key
 * @param payload what stands under it; of a head, no more than its beginning
 */
record Entry(String key, byte[] payload) {

}
