package io.cachebridge.backend.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.support.LastCount;

/**
 * Looks for the objects of expired records and removes them. A listing tells no expiry,
 * so each object is asked for it, but only once as long as it has the same tag. One run
 * goes through a part of a large bucket, and the next one goes on behind it, so that none
 * costs more than its share of time and money.
 */
final class ExpiredObjects implements AutoCloseable {

	/** Of a thousand objects each. */
	static final int PAGES_IN_ONE_RUN = 100;

	static final int QUESTIONS_IN_ONE_RUN = 10_000;

	private static final int MOST_KNOWN = 3_000_000;

	private final String prefix;

	private final ObjectListing listing;

	private final PrunedObjects objects;

	private final ReentrantLock lock = new ReentrantLock();

	private final KnownExpiries known = new KnownExpiries(MOST_KNOWN);

	private final LastCount count;

	private @Nullable BackendStatistics lastRound;

	private long staying;

	private long bytes;

	/** Pages of this round that were listed and could not be pruned. */
	private int missed;

	private @Nullable String reached;

	private int pages;

	private int questions;

	private boolean ended;

	private volatile boolean closed;

	ExpiredObjects(String prefix, ObjectListing listing, PrunedObjects objects, LastCount count) {
		this.prefix = prefix;
		this.listing = listing;
		this.objects = objects;
		this.count = count;
	}

	/**
	 * Removes what expired on the next page that has any such object.
	 * @param now the time to compare with
	 * @return how many were removed; zero when the run is over, or if another thread is
	 * at it
	 */
	long prune(Instant now) {
		if (!this.lock.tryLock()) {
			return 0;
		}
		long removed = 0;
		try {
			while (removed == 0 && !this.ended && !this.closed) {
				removed = pruneNextPage(now);
			}
			return removed;
		}
		finally {
			if (removed == 0) {
				endRun();
			}
			this.lock.unlock();
		}
	}

	private long pruneNextPage(Instant now) {
		ListObjectsV2Response page = this.listing.page("prune", this.prefix, this.reached);
		List<S3Object> objects = page.contents();
		boolean last = objects.isEmpty() || !Boolean.TRUE.equals(page.isTruncated());
		// Beforehand, as a page that cannot be pruned must not hold up those behind it
		this.reached = last ? null : objects.get(objects.size() - 1).key();
		List<S3Object> expired = new ArrayList<>();
		List<S3Object> unknown = new ArrayList<>();
		for (S3Object object : objects) {
			Instant expiry = (object.eTag() != null) ? this.known.find(object.key(), object.eTag()) : null;
			if (expiry == null) {
				unknown.add(object);
			}
			else if (expiry.isBefore(now)) {
				expired.add(object);
			}
		}
		this.missed++;
		this.pages++;
		this.questions += unknown.size();
		this.ended = last || this.pages >= PAGES_IN_ONE_RUN || this.questions >= QUESTIONS_IN_ONE_RUN;
		ask(unknown, expired, now);
		long removed = this.objects.remove(expired);
		this.missed--;
		this.staying += objects.size() - expired.size();
		this.bytes += bytes(objects) - bytes(expired);
		if (last) {
			endRound();
		}
		BackendStatistics counted = this.lastRound;
		if (this.ended && counted != null && counted.entries() != null) {
			// Holds until the next round has counted
			this.count.counted(counted.entries(), counted.bytes());
		}
		return removed;
	}

	private static long bytes(List<S3Object> objects) {
		return objects.stream().mapToLong((object) -> Objects.requireNonNullElse(object.size(), 0L)).sum();
	}

	private void ask(List<S3Object> unknown, List<S3Object> expired, Instant now) {
		List<@Nullable RecordHeader> headers = this.objects.headers(unknown);
		for (int i = 0; i < unknown.size(); i++) {
			RecordHeader header = headers.get(i);
			if (header != null) {
				S3Object object = unknown.get(i);
				Instant expiry = (header.expiresAt() != null) ? header.expiresAt() : Instant.MAX;
				if (expiry.isBefore(now)) {
					expired.add(object);
				}
				else if (object.eTag() != null) {
					this.known.add(object.key(), object.eTag(), expiry);
				}
			}
		}
	}

	private void endRound() {
		this.known.forgetUnseen();
		this.objects.endRound();
		this.lastRound = (this.missed == 0) ? new BackendStatistics(this.staying, this.bytes) : null;
		this.missed = 0;
		this.staying = 0;
		this.bytes = 0;
	}

	private void endRun() {
		this.pages = 0;
		this.questions = 0;
		this.ended = false;
	}

	/**
	 * Ends a run that is under way, after the page that it is at.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.objects.close();
	}

}
