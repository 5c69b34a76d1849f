package io.cachebridge.codecanary;

/**
 * Not allowed either, and quiet about it.
 */
public record Harmless() {

}
