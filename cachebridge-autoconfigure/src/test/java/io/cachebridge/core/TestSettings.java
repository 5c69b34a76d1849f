package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.cachebridge.core.CacheSettings.Fill;
import io.cachebridge.core.CacheSettings.LocalMode;
import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CacheSettings.OnStoreRestart;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.core.CacheSettings.Write;

/**
 * Settings that a test changes before it builds a node.
 */
final class TestSettings {

	Duration timeToLive = Duration.ofMinutes(10);

	Duration localTimeToLive = Duration.ofMinutes(1);

	Duration followerTimeout = Duration.ofSeconds(20);

	NullValues nullValues = NullValues.STORE;

	OnError onError = OnError.BYPASS;

	SingleFlight singleFlight = SingleFlight.NODE;

	Transaction transaction = Transaction.NONE;

	LocalMode localMode = LocalMode.AUTO;

	long maximumSize = 10_000;

	Fill fill = Fill.LEASED;

	String codec = TestCodec.ID;

	OnStoreRestart onStoreRestart = OnStoreRestart.KEEP;

	Write write = Write.SYNC;

	DataSize maximumValueSize = CacheSettings.Values.BUILT_IN.maximumSize();

	CacheSettings.Compression compression = CacheSettings.Values.BUILT_IN.compression();

	boolean encrypted;

	CacheSettings.FailSafe failSafe = CacheSettings.FailSafe.OFF;

	CacheSettings.Refresh refresh = CacheSettings.Refresh.OFF;

	CacheSettings.Expiry expiry = CacheSettings.Expiry.BUILT_IN;

	@Nullable Duration softTimeout;

	@Nullable Duration hardTimeout;

	int maximumConcurrent;

	CacheSettings build() {
		return new CacheSettings("store", this.timeToLive, this.nullValues, this.onError, this.singleFlight,
				this.transaction, new CacheSettings.Local(this.localMode, this.maximumSize, this.localTimeToLive),
				new CacheSettings.Remote(this.fill, this.codec, this.onStoreRestart, this.write), this.followerTimeout,
				new CacheSettings.Values(this.maximumValueSize, this.compression, this.encrypted), this.failSafe,
				this.refresh, this.expiry,
				new CacheSettings.Loader(this.softTimeout, this.hardTimeout, this.maximumConcurrent));
	}

}
