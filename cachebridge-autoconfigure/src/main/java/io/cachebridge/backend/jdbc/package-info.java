/**
 * A backend and a backplane in a relational database.
 */
@NullMarked
package io.cachebridge.backend.jdbc;

import org.jspecify.annotations.NullMarked;
