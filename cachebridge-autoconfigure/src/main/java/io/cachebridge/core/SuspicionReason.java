package io.cachebridge.core;

/**
 * Why a node may have missed what other nodes told.
 */
public enum SuspicionReason {

	/** Messages of another node did not arrive. */
	GAP,

	/** Another node became silent without saying goodbye. */
	SILENCE,

	/** Another node sent a message in a format that is newer than this one. */
	FORMAT,

	/** The transport was disconnected, or may have been. */
	RECONNECT,

	/** For a while this node did not hear even its own heartbeats. */
	ECHO

}
