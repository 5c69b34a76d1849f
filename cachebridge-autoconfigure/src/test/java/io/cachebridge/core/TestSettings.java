package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.core.RemoteSettings.Fill;
import io.cachebridge.core.RemoteSettings.OnStoreRestart;
import io.cachebridge.core.RemoteSettings.Write;

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

	DataSize maximumValueSize = ValueSettings.BUILT_IN.maximumSize();

	CompressionSettings compression = ValueSettings.BUILT_IN.compression();

	boolean encrypted;

	FailSafeSettings failSafe = FailSafeSettings.OFF;

	RefreshSettings refresh = RefreshSettings.OFF;

	ExpirySettings expiry = ExpirySettings.BUILT_IN;

	@Nullable Duration softTimeout;

	@Nullable Duration hardTimeout;

	int maximumConcurrent;

	CacheSettings build() {
		return new CacheSettings("store", this.timeToLive, this.nullValues, this.onError, this.singleFlight,
				this.transaction, new LocalSettings(this.localMode, this.maximumSize, this.localTimeToLive),
				new RemoteSettings(this.fill, this.codec, this.onStoreRestart, this.write), this.followerTimeout,
				new ValueSettings(this.maximumValueSize, this.compression, this.encrypted), this.failSafe, this.refresh,
				this.expiry, new LoaderSettings(this.softTimeout, this.hardTimeout, this.maximumConcurrent));
	}

}
