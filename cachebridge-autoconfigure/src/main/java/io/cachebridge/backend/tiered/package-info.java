/**
 * Two backends as one: a near one in front of a far one.
 */
@NullMarked
package io.cachebridge.backend.tiered;

import org.jspecify.annotations.NullMarked;
