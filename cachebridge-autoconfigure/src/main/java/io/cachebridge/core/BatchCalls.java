package io.cachebridge.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CacheSettings.NullValues;

/**
 * What is asked of one cache for many keys at once.
 */
final class BatchCalls {

	private final LoadingTiers tiers;

	private final Writes writes;

	private final Loads loads;

	private final boolean storesNull;

	BatchCalls(LoadingTiers tiers, Writes writes, Loads loads, CacheSettings settings) {
		this.tiers = tiers;
		this.writes = writes;
		this.loads = loads;
		this.storesNull = settings.nullValues() == NullValues.STORE;
	}

	@SuppressWarnings("unchecked")
	<K, V> Map<K, @Nullable V> getAll(Collection<? extends K> keys) {
		Map<K, EntryKey> entryKeys = new LinkedHashMap<>();
		new LinkedHashSet<K>(keys).forEach((key) -> entryKeys.put(key, EntryKey.of(key)));
		Map<EntryKey, Lookup> looked = entryKeys.isEmpty() ? Map.of() : this.tiers.lookAll(entryKeys.values());
		Map<K, @Nullable V> found = new LinkedHashMap<>();
		entryKeys.forEach((key, entryKey) -> {
			Lookup lookup = Objects.requireNonNull(looked.get(entryKey));
			this.loads.observe(entryKey, lookup);
			if (lookup.hit() != null) {
				found.put(key, (V) lookup.hit().get());
			}
		});
		return found;
	}

	void putAll(Map<?, ?> entries) {
		Map<EntryKey, @Nullable Object> values = new LinkedHashMap<>();
		entries.forEach((key, value) -> values.put(EntryKey.of(key), value));
		List<EntryKey> refused = values.keySet().stream().filter((key) -> !isStored(values.get(key))).toList();
		values.keySet().removeAll(refused);
		refused.forEach(this.writes::evict);
		this.writes.putAll(values);
	}

	private boolean isStored(@Nullable Object value) {
		return value != null || this.storesNull;
	}

}
