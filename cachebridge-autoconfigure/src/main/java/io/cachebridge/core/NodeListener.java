package io.cachebridge.core;

/**
 * Is told what the other nodes say, and whether all of it can be heard. Methods return
 * quickly.
 */
interface NodeListener {

	/**
	 * Another node has told something.
	 * @param message the message
	 */
	void received(NodeMessage message);

	/**
	 * From now on messages may be missed.
	 */
	void deaf();

	/**
	 * Messages are heard from now on; whatever was sent before may have been missed.
	 */
	void hears();

	/**
	 * Messages are heard from now on, and those sent meanwhile have been received.
	 */
	void resumes();

	/**
	 * Something may have been missed up to now.
	 * @param reason why
	 */
	void suspected(SuspicionReason reason);

}
