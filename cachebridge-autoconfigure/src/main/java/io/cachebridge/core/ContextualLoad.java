package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One load with its context.
 *
 * @param <T> the type of the value
 */
final class ContextualLoad<T extends @Nullable Object> implements Callable<T>, LoadContext, LoadAdvice {

	private final Object key;

	private final CacheLoader<T> loader;

	private volatile Supplier<@Nullable LastValue> kept = () -> null;

	private volatile Set<String> tags = Set.of();

	private volatile Validators validators = Validators.NONE;

	private volatile @Nullable Duration timeToLive;

	private volatile boolean skipped;

	private volatile @Nullable LastValue last;

	private volatile boolean confirmed;

	ContextualLoad(Object key, CacheLoader<T> loader) {
		this.key = key;
		this.loader = loader;
	}

	@Override
	public T call() throws Exception {
		T result = this.loader.load(this);
		LastValue confirmed = confirmed();
		if (confirmed != null && result != confirmed.value()) {
			throw new IllegalStateException(("The loader of key '%s' said that its value was not modified, "
					+ "and returned another one: it must return what 'notModified()' gives")
				.formatted(this.key));
		}
		return result;
	}

	@Override
	public void missed(Supplier<@Nullable LastValue> kept) {
		this.kept = kept;
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
	public void timeToLive(Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	@Override
	public void etag(String etag) {
		this.validators = this.validators.withEtag(etag);
	}

	@Override
	public void lastModified(Instant lastModified) {
		this.validators = this.validators.withLastModified(lastModified);
	}

	@Override
	public @Nullable StaleValue staleValue() {
		LastValue found = last();
		return (found != null)
				? new StaleValue(found.value(), found.validators().etag(), found.validators().lastModified()) : null;
	}

	// The same one each time, though it may have been invalidated since
	private @Nullable LastValue last() {
		LastValue found = this.last;
		if (found == null) {
			found = this.kept.get();
			this.last = found;
		}
		return found;
	}

	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals", "NullAway" })
	public <V extends @Nullable Object> V notModified() {
		LastValue found = last();
		if (found == null) {
			throw new IllegalStateException(
					"There is no stale value of key '%s' that could be unmodified: look at 'staleValue()' first"
						.formatted(this.key));
		}
		this.confirmed = true;
		return (V) found.value();
	}

	private @Nullable LastValue confirmed() {
		return this.confirmed ? this.last : null;
	}

	@Override
	public LoadFailedException fail(String reason) {
		throw new LoadFailedException(reason, null);
	}

	@Override
	public LoadFailedException fail(Throwable cause) {
		throw new LoadFailedException(cause.getMessage(), cause);
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
		LastValue confirmed = confirmed();
		if (confirmed == null || !this.tags.isEmpty()) {
			return this.tags;
		}
		return new HashSet<>(confirmed.origin().tags());
	}

	@Override
	public Terms terms() {
		LastValue confirmed = confirmed();
		Origin before = (confirmed != null) ? confirmed.origin() : Origin.NONE;
		Validators told = (confirmed != null) ? this.validators.or(confirmed.validators()) : this.validators;
		return new Terms(tags(), this.timeToLive, null, told, before);
	}

	@Override
	public boolean isStored() {
		Duration time = this.timeToLive;
		return !this.skipped && (time == null || LoadAdvice.isPositive(time));
	}

}
