package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicLong;

import io.cachebridge.spi.Version;

/**
 * Gives out versions that nobody else gives out: a random identity of this life of this
 * node, and a counter.
 */
final class VersionSource {

	private final long incarnation;

	private final AtomicLong sequence = new AtomicLong();

	VersionSource(long incarnation) {
		this.incarnation = incarnation;
	}

	long incarnation() {
		return this.incarnation;
	}

	Version next() {
		return new Version(this.incarnation, this.sequence.incrementAndGet());
	}

}
