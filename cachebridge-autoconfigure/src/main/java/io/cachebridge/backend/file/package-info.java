/**
 * A backend and a backplane in a directory of one host.
 */
@NullMarked
package io.cachebridge.backend.file;

import org.jspecify.annotations.NullMarked;
