/**
 * Nodes that are processes of their own, on one Redis that each reaches through a proxy,
 * and what they did held against the contract.
 */
@NullMarked
package io.cachebridge.test.process;

import org.jspecify.annotations.NullMarked;
