package io.cachebridge.samples.quickstart;

import java.util.List;

import com.jayway.jsonpath.JsonPath;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * What a person does with curl.
 */
final class CatalogueClient {

	private final RestClient http;

	CatalogueClient(int port) {
		this.http = RestClient.builder()
			.baseUrl("http://localhost:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	String product(long id) {
		return get("/products/" + id);
	}

	double price(long id) {
		return JsonPath.read(product(id), "$.result.price");
	}

	List<Double> prices() {
		return JsonPath.read(get("/products"), "$.result[*].price");
	}

	void changePrice(long id, String price) {
		this.http.put()
			.uri("/products/" + id)
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"price\":%s}".formatted(price))
			.retrieve()
			.toBodilessEntity();
	}

	void forget() {
		this.http.delete().uri("/caches").retrieve().toBodilessEntity();
	}

	String get(String path) {
		return this.http.get().uri(path).retrieve().body(String.class);
	}

	int status(String path) {
		return this.http.get().uri(path).retrieve().toBodilessEntity().getStatusCode().value();
	}

}
