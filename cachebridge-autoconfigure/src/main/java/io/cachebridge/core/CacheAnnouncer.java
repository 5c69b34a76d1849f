package io.cachebridge.core;

import io.cachebridge.core.NodeMessage.Kind;

/**
 * Tells of one cache over the channel.
 */
final class CacheAnnouncer implements Announcer {

	private final NodeVoice voice;

	private final String cache;

	private final CacheObserver observer;

	CacheAnnouncer(NodeVoice voice, String cache, CacheObserver observer) {
		this.voice = voice;
		this.cache = cache;
		this.observer = observer;
	}

	@Override
	public void changed(String keyName, boolean stored) {
		tell(Kind.KEY, keyName, stored);
	}

	@Override
	public void cleared(boolean stored) {
		tell(Kind.ALL, "", stored);
	}

	@Override
	public void tagEvicted(String tag, boolean stored) {
		tell(Kind.TAG, tag, stored);
	}

	@Override
	public void renewed() {
		tell(Kind.EPOCH, "", true);
	}

	@Override
	public void filled(String keyName) {
		this.voice.tellFilled(new CacheNews(this.cache, keyName, true));
	}

	private void tell(Kind kind, String name, boolean stored) {
		RuntimeException failure = this.voice.tell(kind, new CacheNews(this.cache, name, stored));
		if (failure != null) {
			this.observer.untold(failure);
		}
	}

}
