package io.cachebridge.core;

import io.cachebridge.spi.Version;

/**
 * What one cache does when other nodes tell something, and when they may have told what
 * was not heard.
 */
final class CacheEar {

	private final CacheParts parts;

	private final InvalidationLog log;

	CacheEar(CacheParts parts) {
		this.parts = parts;
		this.log = parts.log();
	}

	/**
	 * Another node has told something about this cache, or about all.
	 * @param message the message
	 */
	void received(NodeMessage message) {
		CacheNews news = message.news();
		Version source = new Version(message.incarnation(), message.number());
		switch (message.kind()) {
			case KEY -> keyChanged(news.name(), news.stored(), source);
			case ALL -> cleared(news.stored(), source);
			// Whether it makes up for what was told before cannot be known
			case ANY -> cleared(news.stored(), Version.NONE);
			case TAG -> tagEvicted(news.name(), news.stored(), source);
			case EPOCH -> this.log.suspectAll();
			case FILLED -> loadEnded(news.name());
			case HEARTBEAT, HELLO, GOODBYE -> {
			}
		}
	}

	private void keyChanged(String keyName, boolean stored, Version message) {
		this.parts.tiers().heardOf(PendingWrite.evict(EntryKey.named(keyName)), stored, message);
		this.parts.invalidations().keyRemoved(keyName);
		this.parts.observer().invalidated(keyName);
	}

	private void cleared(boolean stored, Version message) {
		this.parts.tiers().heardOf(PendingWrite.clear(), stored, message);
		this.parts.invalidations().allRemoved();
		this.parts.observer().invalidated(null);
	}

	private void tagEvicted(String tag, boolean stored, Version message) {
		this.parts.tiers().heardOf(PendingWrite.evictTag(tag), stored, message);
		this.parts.invalidations().tagRemoved(tag);
		this.parts.observer().invalidated(null);
	}

	private void loadEnded(String keyName) {
		if (this.parts.cluster() != null) {
			this.parts.cluster().told(keyName);
		}
	}

	/**
	 * Something may have been missed up to now.
	 */
	void missed() {
		this.log.missed();
	}

	/**
	 * From now on something may be missed.
	 */
	void deaf() {
		if (this.parts.tiers().isRemote()) {
			this.log.deaf();
		}
	}

	/**
	 * Messages are heard from now on; some may have been missed.
	 */
	void hears() {
		this.log.hears();
	}

	/**
	 * Messages are heard from now on, and none was missed.
	 */
	void resumes() {
		this.log.resumes();
	}

}
