package io.cachebridge.entity;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An entity as beans are written.
 */
public class Product {

	private final @Nullable Long id;

	private final String slug;

	public Product(@Nullable Long id, String slug) {
		this.id = id;
		this.slug = slug;
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public String getSlug() {
		return this.slug;
	}

	public List<String> getTags() {
		return List.of(this.slug + "-a", this.slug + "-b");
	}

	public Optional<String> getParent() {
		return Optional.empty();
	}

	public String getBroken() {
		throw new IllegalStateException("session is closed");
	}

}
