package io.cachebridge.backend.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Remembers when objects expire, in about sixteen bytes for each: by a digest of name and
 * tag, of which two in a store of millions are as good as never the same, and in seconds,
 * rounded up.
 */
final class KnownExpiries {

	/** A second in the year 2106. What is later is as good as never. */
	private static final long NEVER = 0xFFFFFFFFL;

	private static final int SMALLEST = 1024;

	private final int most;

	private final MessageDigest sha256;

	/** Zero where there is none. */
	private long[] digests = new long[SMALLEST];

	private int[] seconds = new int[SMALLEST];

	private BitSet seen = new BitSet();

	private int size;

	/**
	 * Creates an empty memory.
	 * @param most how many are remembered at most
	 */
	KnownExpiries(int most) {
		this.most = most;
		try {
			this.sha256 = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	int size() {
		return this.size;
	}

	/**
	 * Looks an object up, and remembers that it is still there.
	 * @param name its name
	 * @param tag its tag
	 * @return when it expires, {@link Instant#MAX} for never; {@code null} if that is not
	 * known
	 */
	@Nullable Instant find(String name, String tag) {
		int place = place(digest(name, tag), this.digests);
		if (this.digests[place] == 0) {
			return null;
		}
		this.seen.set(place);
		long second = Integer.toUnsignedLong(this.seconds[place]);
		return (second != NEVER) ? Instant.ofEpochSecond(second) : Instant.MAX;
	}

	/**
	 * Remembers an object, unless there are too many.
	 * @param name its name
	 * @param tag its tag
	 * @param expiry when it expires, {@link Instant#MAX} for never
	 */
	void add(String name, String tag, Instant expiry) {
		long digest = digest(name, tag);
		int place = place(digest, this.digests);
		if (this.digests[place] == 0 && this.size < this.most) {
			this.digests[place] = digest;
			long second = Math.max(0, expiry.getEpochSecond()) + 1;
			this.seconds[place] = (int) Math.min(second, NEVER);
			this.seen.set(place);
			this.size++;
			if (this.size > this.digests.length / 4 * 3) {
				rebuild(this.digests.length * 2, false);
			}
		}
	}

	/**
	 * Forgets the objects that were neither looked up nor added since the last time.
	 */
	void forgetUnseen() {
		int needed = Math.max(SMALLEST, this.seen.cardinality() / 3 * 4 + 1);
		rebuild(Integer.highestOneBit(needed - 1) * 2, true);
		this.seen = new BitSet();
	}

	private void rebuild(int slots, boolean onlySeen) {
		long[] newDigests = new long[slots];
		int[] newSeconds = new int[slots];
		BitSet newSeen = new BitSet();
		this.size = 0;
		for (int i = 0; i < this.digests.length; i++) {
			if (this.digests[i] != 0 && (!onlySeen || this.seen.get(i))) {
				int place = place(this.digests[i], newDigests);
				newDigests[place] = this.digests[i];
				newSeconds[place] = this.seconds[i];
				newSeen.set(place, this.seen.get(i));
				this.size++;
			}
		}
		this.digests = newDigests;
		this.seconds = newSeconds;
		this.seen = newSeen;
	}

	// Where it is, or the empty place where it would be
	private static int place(long digest, long[] digests) {
		int place = (int) digest & (digests.length - 1);
		while (digests[place] != 0 && digests[place] != digest) {
			place = (place + 1) & (digests.length - 1);
		}
		return place;
	}

	private long digest(String name, String tag) {
		this.sha256.update(name.getBytes(StandardCharsets.UTF_8));
		this.sha256.update((byte) 0);
		long digest = ByteBuffer.wrap(this.sha256.digest(tag.getBytes(StandardCharsets.UTF_8))).getLong();
		return (digest != 0) ? digest : 1;
	}

}
