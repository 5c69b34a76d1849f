package io.cachebridge.backend.file;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Tells what a failure of the file system means. What an operator can change under the
 * running application passes; what the process is not allowed to do does not. Names of
 * files hold no keys.
 *
 * @param root the directory of the store
 */
record FileFailures(Path root) implements StoreCalls.FailureTranslator {

	private static final String FULL = "No space left";

	@Override
	public CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		String reason = reason(failure) + ((key != null) ? " (key " + KeyDigest.brief(key) + ")" : "");
		return isRefused(failure) ? new BackendRejectedException(backend, operation, reason, failure)
				: new BackendUnavailableException(backend, operation, reason, failure);
	}

	// The text of the system depends on its language: what counts is whether it can be
	// written
	private boolean isRefused(Exception failure) {
		return failure instanceof AccessDeniedException
				|| (!(failure instanceof BusyException) && Files.isDirectory(this.root) && !isWritable());
	}

	private boolean isWritable() {
		return Files.isWritable(this.root);
	}

	private String reason(Exception failure) {
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof BusyException) {
			return message + "; raise 'timeout' if the disk is that slow";
		}
		if (failure instanceof ClosedByInterruptException) {
			return "interrupted";
		}
		if (isRefused(failure)) {
			return "%s cannot be written (%s); let the user of the process own it".formatted(this.root, message);
		}
		if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException
				|| !Files.isDirectory(this.root)) {
			return "directory %s is not there and cannot be created (%s); mount or create its parent, or change "
				.formatted(this.root, message) + "'directory'";
		}
		return message.contains(FULL) ? message + "; free space or lower 'maximum-size'" : message;
	}

}
