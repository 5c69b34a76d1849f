package io.cachebridge.samples.custombackend;

/**
 * Where a place is.
 *
 * @param latitude degrees north
 * @param longitude degrees east
 */
record Coordinates(double latitude, double longitude) {

}
