/**
 * Plays random programs on several nodes over one store, with every fault that a
 * distributed cache must survive, and checks what came out against the contract. A
 * program is a number: the same number plays the same steps again.
 */
@NullMarked
package io.cachebridge.test.simulation;

import org.jspecify.annotations.NullMarked;
