package io.cachebridge.test.benchmark;

import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * What one thread does again and again.
 *
 * @param <T> what a call is given
 * @param preparation makes it, from the number of the call; not measured
 * @param call the call, which tells whether the answer is as it should be
 */
record Step<T>(LongFunction<T> preparation, Predicate<T> call) {

}
