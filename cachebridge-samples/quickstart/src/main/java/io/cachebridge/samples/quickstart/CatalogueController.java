package io.cachebridge.samples.quickstart;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The catalogue over HTTP.
 */
@RestController
class CatalogueController {

	private final Catalogue catalogue;

	CatalogueController(Catalogue catalogue) {
		this.catalogue = catalogue;
	}

	@GetMapping("/products")
	Answer<List<Product>> all(HttpServletRequest request) {
		return Answer.timed(request.getLocalPort(), this.catalogue::findAll);
	}

	@GetMapping("/products/{id}")
	Answer<Product> one(@PathVariable long id, HttpServletRequest request) {
		return Answer.timed(request.getLocalPort(), () -> found(this.catalogue.find(id)));
	}

	@PutMapping("/products/{id}")
	Answer<Product> changePrice(@PathVariable long id, @RequestBody PriceChange change, HttpServletRequest request) {
		return Answer.timed(request.getLocalPort(), () -> found(this.catalogue.changePrice(id, change.price())));
	}

	@DeleteMapping("/caches")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void forget() {
		this.catalogue.forget();
	}

	private static Product found(Optional<Product> product) {
		return product.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	/**
	 * What a request to change a price says.
	 *
	 * @param price the new price
	 */
	record PriceChange(BigDecimal price) {

	}

}
