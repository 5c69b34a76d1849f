package io.cachebridge.core;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.Flights.Flight;

/**
 * A load whose result is stored, and given to all who wait for it.
 */
final class LeasedLoad implements LoadEnding {

	private final Loads loads;

	private final EntryKey key;

	private final Lookup lease;

	private final LoadAdvice advice;

	private final Flight flight;

	/**
	 * Creates a load.
	 * @param loads the loads of the cache
	 * @param key the key
	 * @param lease the leased miss
	 * @param advice what the load says of its result
	 * @param flight where others wait for it, if they know of it
	 */
	LeasedLoad(Loads loads, EntryKey key, Lookup lease, LoadAdvice advice, Flight flight) {
		this.loads = loads;
		this.key = key;
		this.lease = lease;
		this.advice = advice;
		this.flight = flight;
	}

	@Override
	public @Nullable Object loaded(@Nullable Object value, long nanos) {
		orFail(() -> {
			this.loads.observer().loaded(this.key.key(), nanos);
			this.loads.failSafe().loaded(this.key);
			this.loads.store(this.key, this.lease, value, this.advice);
			return null;
		});
		this.loads.flights().land(this.key.name(), this.flight, value);
		return value;
	}

	@Override
	public @Nullable ValueWrapper failed(Throwable failure, long nanos) {
		return given(() -> {
			this.loads.observer().loadFailed(this.key.key(), nanos, failure);
			this.loads.abandon(this.key, this.lease, failure);
			return this.loads.failSafe().after(this.key, this.lease, failure, this.advice);
		});
	}

	@Override
	public @Nullable ValueWrapper rejected() {
		return given(() -> {
			this.loads.abandon(this.key, this.lease);
			return meanwhile();
		});
	}

	private @Nullable ValueWrapper given(Supplier<@Nullable ValueWrapper> looked) {
		ValueWrapper instead = orFail(looked);
		if (instead != null) {
			this.flight.markStale();
			this.loads.flights().land(this.key.name(), this.flight, instead.get());
		}
		else {
			this.loads.flights().fail(this.key.name(), this.flight);
		}
		return instead;
	}

	private @Nullable ValueWrapper orFail(Supplier<@Nullable ValueWrapper> step) {
		try {
			return step.get();
		}
		catch (Throwable ex) {
			this.loads.flights().fail(this.key.name(), this.flight);
			throw ex;
		}
	}

	@Override
	public @Nullable ValueWrapper meanwhile() {
		return this.loads.failSafe().instead(this.key, this.lease, this.advice);
	}

}
