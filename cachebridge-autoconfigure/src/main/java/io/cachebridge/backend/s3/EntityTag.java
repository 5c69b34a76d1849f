package io.cachebridge.backend.s3;

/**
 * What the store itself compares in a conditional write.
 *
 * @param value the tag as the store tells it
 */
record EntityTag(String value) {

}
