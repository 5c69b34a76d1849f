package io.cachebridge.core;

/**
 * What can be done with the part of a cache that a backend holds.
 *
 * @param tier reads and writes single values
 * @param leases keep the results of loads
 * @param stored looks through all of them
 * @param reads reads many values
 * @param writes writes many values
 * @param expirations make values stale
 * @param claims let one node at a time load a value anew
 */
record RemoteParts(RemoteTier tier, Leases leases, StoredEntries stored, BatchReads reads, BatchWrites writes,
		Expirations expirations, RefreshClaims claims) {

}
