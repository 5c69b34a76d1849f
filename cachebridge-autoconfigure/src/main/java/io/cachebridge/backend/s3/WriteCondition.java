package io.cachebridge.backend.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * When an object is to be written.
 *
 * @param ifNoneMatch {@code *} if there must be none
 * @param ifMatch the tag that it must have
 */
record WriteCondition(@Nullable String ifNoneMatch, @Nullable String ifMatch) {

	static final WriteCondition NONE = new WriteCondition(null, null);

	static final WriteCondition ABSENT = new WriteCondition("*", null);

	static WriteCondition unchanged(EntityTag tag) {
		return new WriteCondition(null, tag.value());
	}

	void applyTo(PutObjectRequest.Builder request) {
		request.ifNoneMatch(this.ifNoneMatch).ifMatch(this.ifMatch);
	}

}
