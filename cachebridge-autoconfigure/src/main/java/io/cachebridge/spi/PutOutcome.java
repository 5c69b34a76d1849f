package io.cachebridge.spi;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What became of a conditional write.
 *
 * @param applied whether the record was written
 * @param current what the store holds now: the written record, with the store's token
 * where it is known; or what was found instead, {@code null} if that was nothing
 */
public record PutOutcome(boolean applied, @Nullable StoredRecord current) {

	public static PutOutcome applied(StoredRecord written) {
		Objects.requireNonNull(written, "'written' must not be null");
		return new PutOutcome(true, written);
	}

	public static PutOutcome refused(@Nullable StoredRecord current) {
		return new PutOutcome(false, current);
	}

}
