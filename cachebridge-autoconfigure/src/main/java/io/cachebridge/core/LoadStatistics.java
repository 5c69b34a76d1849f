package io.cachebridge.core;

/**
 * What has become of the loads of a cache that took too long, or were too many.
 *
 * @param softTimeouts callers that were given a value beyond its time-to-live while its
 * load went on
 * @param hardTimeouts loads that were given up
 * @param rejected loads for which there was no room
 * @param hung loads that run now although they should have ended long ago
 */
public record LoadStatistics(long softTimeouts, long hardTimeouts, long rejected, long hung) {

}
