package io.cachebridge.samples.quickstart;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

import io.cachebridge.entity.EntityChange;

/**
 * What is sold, and for how much. Nothing here knows where the caches are.
 */
@Service
class Catalogue {

	private final ProductRepository products;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Catalogue(ProductRepository products, ApplicationEventPublisher events, Clock clock) {
		this.products = products;
		this.events = events;
		this.clock = clock;
	}

	@Cacheable("products")
	Optional<Product> find(long id) {
		return this.products.findById(id);
	}

	@Cacheable("product-lists")
	List<Product> findAll() {
		return this.products.findAll();
	}

	/**
	 * Changes the price of a product, and tells. Which caches that concerns is not said
	 * here but in {@code cachebridge.invalidation.rules}.
	 * @param id the identity of the product
	 * @param price the new price
	 * @return the changed product, if there is one of that identity
	 */
	Optional<Product> changePrice(long id, BigDecimal price) {
		return this.products.findById(id).map((product) -> {
			Product changed = product.withPrice(price, this.clock.instant());
			this.products.save(changed);
			this.events.publishEvent(EntityChange.updated(changed, product));
			return changed;
		});
	}

	/**
	 * Forgets what was read, for changes that were made behind the application's back.
	 */
	@CacheEvict(cacheNames = { "products", "product-lists" }, allEntries = true)
	void forget() {
	}

}
