package io.cachebridge.backend.dynamodb;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * What an instance sets.
 *
 * @param settings its settings
 */
record PropertiesDynamoDbConnectionDetails(
		CacheBridgeDynamoDbProperties settings) implements DynamoDbConnectionDetails {

	@Override
	public @Nullable URI getEndpoint() {
		return this.settings.endpoint();
	}

	@Override
	public @Nullable String getRegion() {
		return this.settings.region();
	}

}
