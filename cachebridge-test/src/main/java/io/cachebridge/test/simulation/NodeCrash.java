package io.cachebridge.test.simulation;

/**
 * Ends whatever a node was doing when it crashed. Nothing is meant to catch it.
 */
final class NodeCrash extends Error {

	private static final long serialVersionUID = 1L;

	NodeCrash() {
		super("the node crashed", null, false, false);
	}

}
