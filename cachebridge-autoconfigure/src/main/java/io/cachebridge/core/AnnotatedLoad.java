package io.cachebridge.core;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.Assert;

import io.cachebridge.core.MethodTimeToLive.Answer;

/**
 * What {@link CacheTags @CacheTags} and {@link CacheTimeToLive @CacheTimeToLive} say of
 * one call. Nothing is evaluated for a hit.
 * <p>
 * What cannot be told fails the call as the method itself would. Only where it may turn
 * out that the result is not to be stored at all, it has to be stored first.
 */
final class AnnotatedLoad implements LoadAdvice {

	private final TaggedCall call;

	private volatile @Nullable Told known;

	private volatile @Nullable Told all;

	private volatile Answer time;

	AnnotatedLoad(TaggedCall call) {
		this.call = call;
		MethodTimeToLive told = call.method().timeToLive();
		// What an expression gives is told later
		this.time = (told != null && told.expression() == null) ? new Answer(told.fixed(), null) : Answer.NONE;
	}

	@Override
	public void begin() {
		known().get();
	}

	@Override
	public void loaded(@Nullable Object result) {
		MethodTags method = this.call.method();
		Set<String> tags = new HashSet<>(known().get());
		EvaluationContext context = this.call.context(method.cacheNames(), result);
		Told told = tell(method.tags().thatReadResult(), context, tags);
		this.all = told;
		if (method.timeToLive() != null) {
			this.time = method.timeToLive().tell(context);
		}
		if (result != null && !method.mayRefuse()) {
			told.get();
			this.time.get();
		}
	}

	@Override
	public boolean readsResult() {
		MethodTimeToLive told = this.call.method().timeToLive();
		return mayHaveTags() || (told != null && told.expression() != null);
	}

	@Override
	public boolean mayHaveTags() {
		return !this.call.method().tags().isEmpty();
	}

	// Asked for by the cache, whose failure this is not: begin() tells it to the caller
	@Override
	public Set<String> knownTags() {
		return known().tags();
	}

	@Override
	public Set<String> tags() {
		Told told = this.all;
		return (told != null) ? told.get() : known().get();
	}

	@Override
	public Terms terms() {
		MethodFailSafe own = failSafe();
		return new Terms(tags(), this.time.get(), (own != null) ? own.maximumStale() : null, Validators.NONE,
				Origin.NONE);
	}

	@Override
	public boolean isStored() {
		return !this.time.isOver();
	}

	@Override
	public boolean mayHideFailure() {
		return this.call.method().evictions().isEmpty();
	}

	@Override
	public @Nullable MethodFailSafe failSafe() {
		return this.call.method().failSafe();
	}

	private Told known() {
		Told told = this.known;
		if (told == null) {
			MethodTags method = this.call.method();
			told = tell(method.tags().thatDoNotReadResult(), this.call.context(method.cacheNames()), Set.of());
			this.known = told;
		}
		return told;
	}

	private Told tell(TagExpressions expressions, EvaluationContext context, Set<String> others) {
		try {
			Set<String> tags = new HashSet<>(expressions.tagsOf(context));
			tags.addAll(others);
			Assert.state(tags.size() <= Tags.MOST, () -> "@CacheTags on %s may give a value %d tags but gave %d"
				.formatted(this.call.method().targetMethod(), Tags.MOST, tags.size()));
			return new Told(Set.copyOf(tags), null);
		}
		catch (RuntimeException ex) {
			return new Told(Set.of(), ex);
		}
	}

	/**
	 * What expressions have told.
	 *
	 * @param tags the tags
	 * @param failure why they cannot be told
	 */
	private record Told(Set<String> tags, @Nullable RuntimeException failure) {

		Set<String> get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.tags;
		}

	}

}
