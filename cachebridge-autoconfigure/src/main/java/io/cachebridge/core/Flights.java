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
	 * @param ahead whether it loads a value anew that may still be there
	 * @return a flight that is not known yet
	 */
	Flight prepare(boolean ahead) {
		return new Flight(this.log.ticket(), ahead);
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
	 * Lets nobody else join a load.
	 * @param name the name of the key
	 * @param flight the flight
	 */
	void leave(String name, Flight flight) {
		this.flights.remove(name, flight);
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
	 */
	void fail(String name, Flight flight) {
		this.flights.remove(name, flight);
		flight.result.completeExceptionally(new FailedException());
		flight.miss.complete(null);
	}

	/**
	 * Ends what leaders still look for, as the store is called no more that they wait
	 * for. Those who wait for them look for themselves, at no cost now; the leaders load
	 * once they are back.
	 */
	void leaveLeaders() {
		this.flights.forEach((name, flight) -> {
			if (flight.miss.complete(null)) {
				fail(name, flight);
			}
		});
	}

	/**
	 * A load under way.
	 */
	static final class Flight {

		private final long ticket;

		private final boolean ahead;

		private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

		private final CompletableFuture<@Nullable Lookup> miss = new CompletableFuture<>();

		private volatile boolean stale;

		private Flight(long ticket, boolean ahead) {
			this.ticket = ticket;
			this.ahead = ahead;
		}

		/**
		 * Tells whether those who join had better look for the value first.
		 * @return {@code true} if it may still be there
		 */
		boolean isAhead() {
			return this.ahead;
		}

		/**
		 * What this flight brings takes the place of a load.
		 */
		void markStale() {
			this.stale = true;
		}

		/**
		 * Tells whether those who waited are given the last value.
		 * @return {@code true} if its time-to-live is over
		 */
		boolean isStale() {
			return this.stale;
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

	/**
	 * Tells those who wait that there is no result. Never taken for the end of their
	 * wait, as a failure of the source might be.
	 */
	private static final class FailedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		FailedException() {
			super("The load has failed", null, false, false);
		}

	}

}
