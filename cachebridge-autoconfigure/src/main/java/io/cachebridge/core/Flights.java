package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * The loads under way in one cache, at most one a key that a new caller may join. An
 * invalidation detaches a load: those who wait for it get its result, those who come
 * later do not.
 */
final class Flights {

	private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

	private final InvalidationLog log;

	Flights(InvalidationLog log) {
		this.log = log;
	}

	/**
	 * Prepares a load that others may join.
	 * @return a flight that is not known yet
	 */
	Flight prepare() {
		return new Flight(this.log.ticket());
	}

	/**
	 * Joins the load of a key that is under way, or begins the one prepared.
	 * @param name the name of the key
	 * @param prepared what to begin if there is nothing to join
	 * @return the flight; the caller leads it if it is the one prepared
	 */
	Flight board(String name, Flight prepared) {
		return this.flights.merge(name, prepared,
				(present, same) -> this.log.isOvertaken(name, present.ticket) ? prepared : present);
	}

	/**
	 * Ends a load with its value.
	 * @param name the name of the key
	 * @param flight the flight
	 * @param value the value
	 */
	void land(String name, Flight flight, @Nullable Object value) {
		this.flights.remove(name, flight);
		flight.result.complete(value);
		flight.miss.complete(null);
	}

	/**
	 * Ends a load that failed. Those who wait are not given the failure, which may be the
	 * leader's own: they load in turn.
	 * @param name the name of the key
	 * @param flight the flight
	 * @param failure why
	 */
	void fail(String name, Flight flight, Throwable failure) {
		this.flights.remove(name, flight);
		flight.result.completeExceptionally(failure);
		flight.miss.complete(null);
	}

	/**
	 * A load under way.
	 */
	static final class Flight {

		private final long ticket;

		private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

		private final CompletableFuture<@Nullable Lookup> miss = new CompletableFuture<>();

		private Flight(long ticket) {
			this.ticket = ticket;
		}

		/**
		 * The load begins, as there is nothing to look up.
		 * @param lease the leased miss
		 */
		void missed(Lookup lease) {
			this.miss.complete(lease);
		}

		/**
		 * Returns the miss that the load follows, from when it begins.
		 * @return a future of the miss, of {@code null} if there is no load any more
		 */
		CompletableFuture<@Nullable Lookup> miss() {
			return this.miss;
		}

		/**
		 * Returns what the load brings.
		 * @return a future that is nobody's to complete or cancel
		 */
		CompletableFuture<@Nullable Object> result() {
			return this.result;
		}

	}

}
