package io.cachebridge.samples.quickstart;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Something that is sold.
 *
 * @param id the identity
 * @param name the name
 * @param category the category
 * @param price the price
 * @param updatedAt when any of it last changed
 */
record Product(long id, String name, String category, BigDecimal price, Instant updatedAt) {

	Product withPrice(BigDecimal price, Instant now) {
		return new Product(this.id, this.name, this.category, price, now);
	}

}
