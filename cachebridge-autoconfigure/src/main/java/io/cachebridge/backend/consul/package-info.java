/**
 * The key-value store of Consul as a store and as a backplane, over the settings of
 * Spring Cloud Consul.
 */
@NullMarked
package io.cachebridge.backend.consul;

import org.jspecify.annotations.NullMarked;
