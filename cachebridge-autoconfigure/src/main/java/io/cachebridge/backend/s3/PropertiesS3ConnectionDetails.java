package io.cachebridge.backend.s3;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * What an instance sets.
 *
 * @param settings its settings
 */
record PropertiesS3ConnectionDetails(CacheBridgeS3Properties settings) implements S3ConnectionDetails {

	@Override
	public @Nullable URI getEndpoint() {
		return this.settings.endpoint();
	}

	@Override
	public @Nullable String getRegion() {
		return this.settings.region();
	}

	@Override
	public boolean isPathStyleAccess() {
		return this.settings.pathStyleAccess();
	}

}
