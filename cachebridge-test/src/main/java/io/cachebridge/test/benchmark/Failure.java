package io.cachebridge.test.benchmark;

/**
 * What failed, of one kind.
 *
 * @param during the operation that was measured, or what was done before or after
 * @param type the class of the exceptions
 * @param count how many there were
 * @param first the message of the first
 */
public record Failure(String during, String type, long count, String first) {

}
