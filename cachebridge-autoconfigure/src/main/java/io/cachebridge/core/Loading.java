package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

/**
 * What one cache looks for values with, and loads them.
 *
 * @param tiers where values are looked for and kept
 * @param flights the loads under way that callers share
 * @param failSafe finds what takes the place of a failure
 * @param refreshes load values ahead of their end, {@code null} if they do not
 * @param bounded bounds how long loads take and how many there are
 * @param loads load for callers that wait
 * @param asyncLoads load for callers that must not be blocked
 */
record Loading(LoadingTiers tiers, Flights flights, FailSafe failSafe, @Nullable Refreshes refreshes,
		BoundedLoads bounded, Loads loads, AsyncLoads asyncLoads) {

	static Loading of(String cache, CacheSettings settings, CacheParts parts) {
		LoadingTiers held = (parts.transactions() != null) ? new TransactionalTiers(parts.tiers(), parts.transactions())
				: parts.tiers();
		RefreshAhead ahead = RefreshAhead.of(settings);
		if (ahead == null) {
			return of(cache, settings, parts, held, null);
		}
		Refreshes refreshes = new Refreshes(cache, ahead, settings.refresh().keepWarm(), held, parts.executor(),
				parts.ticker());
		return of(cache, settings, parts, new RefreshingTiers(cache, held, refreshes, ahead, parts.observer()),
				refreshes);
	}

	private static Loading of(String cache, CacheSettings settings, CacheParts parts, LoadingTiers tiers,
			@Nullable Refreshes refreshes) {
		CacheObserver observer = parts.observer();
		Flights flights = new Flights(parts.log());
		FailSafe failSafe = new FailSafe(cache, tiers, observer, settings.failSafe(), parts.ticker());
		BoundedLoads bounded = bounded(cache, settings, parts);
		Loads loads = new Loads(tiers, flights, observer, failSafe, settings, parts.cluster(), bounded);
		return new Loading(tiers, flights, failSafe, refreshes, bounded, loads,
				new AsyncLoads(tiers, flights, loads, observer, failSafe, settings, parts.executor(), bounded));
	}

	private static BoundedLoads bounded(String cache, CacheSettings settings, CacheParts parts) {
		LoadsUnderWay underWay = new LoadsUnderWay(settings, parts.ticker());
		LoadTimes times = new LoadTimes(settings.loader());
		return new BoundedLoads(underWay, times,
				new BackgroundLoads(cache, underWay, times.hard(), parts.loadThreads(), parts.executor()),
				parts.observer());
	}

}
