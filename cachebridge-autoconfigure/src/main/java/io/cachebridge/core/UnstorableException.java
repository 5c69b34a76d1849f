package io.cachebridge.core;

import io.cachebridge.spi.CodecException;

/**
 * A value cannot be stored for another reason than that its codec cannot write it.
 */
final class UnstorableException extends CodecException {

	private static final long serialVersionUID = 1L;

	private final RejectionCause reason;

	UnstorableException(RejectionCause reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Tells why a value could not be written.
	 * @param failure what was thrown
	 * @return the cause
	 */
	static RejectionCause causeOf(Exception failure) {
		return (failure instanceof UnstorableException unstorable) ? unstorable.reason : RejectionCause.CODEC;
	}

}
