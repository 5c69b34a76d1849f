package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * One load with its context.
 *
 * @param <T> the type of the value
 */
final class ContextualLoad<T extends @Nullable Object> implements Callable<T>, LoadContext, LoadAdvice {

	private final Object key;

	private final CacheLoader<T> loader;

	private volatile Set<String> tags = Set.of();

	private volatile boolean skipped;

	ContextualLoad(Object key, CacheLoader<T> loader) {
		this.key = key;
		this.loader = loader;
	}

	@Override
	public T call() throws Exception {
		return this.loader.load(this);
	}

	@Override
	public Object key() {
		return this.key;
	}

	@Override
	public void tags(String... tags) {
		List<String> all = new ArrayList<>(this.tags);
		Collections.addAll(all, tags);
		this.tags = Tags.require(all);
	}

	@Override
	public void skip() {
		this.skipped = true;
	}

	@Override
	public boolean mayHaveTags() {
		return true;
	}

	@Override
	public Set<String> knownTags() {
		return Set.of();
	}

	@Override
	public Set<String> tags() {
		return this.tags;
	}

	@Override
	public boolean isStored() {
		return !this.skipped;
	}

}
