package io.cachebridge.samples.quickstart;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the store of products.
 *
 * @param delay how long each read takes
 * @param directory where the products are kept, shared by all instances that name the
 * same one. Unless set, each instance begins with a new one.
 */
@ConfigurationProperties("catalogue")
record CatalogueProperties(@DefaultValue("800ms") Duration delay, @Nullable Path directory) {

}
