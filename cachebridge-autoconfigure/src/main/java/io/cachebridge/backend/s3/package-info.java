/**
 * Amazon S3, and what speaks its protocol, as a store: one object for each record.
 */
@NullMarked
package io.cachebridge.backend.s3;

import org.jspecify.annotations.NullMarked;
