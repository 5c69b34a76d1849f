package io.cachebridge.samples.quickstart;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "catalogue.delay=1ms")
@ExtendWith(OutputCaptureExtension.class)
class QuickstartTests {

	private CatalogueClient client;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.client = new CatalogueClient(port);
		this.client.forget();
	}

	@Test
	void servesSecondReadFromCache(CapturedOutput output) {
		this.client.product(1);
		assertThat(output).contains("MISS  products 1", "LOAD  products 1 took").doesNotContain("HIT");
		this.client.product(1);
		assertThat(output).containsOnlyOnce("LOAD").contains("HIT   products 1 (local)");
	}

	@Test
	void rereadsProductAndListAfterUpdate(CapturedOutput output) {
		assertThat(this.client.price(2)).isEqualTo(89.9);
		assertThat(this.client.prices()).contains(89.9);
		this.client.changePrice(2, "75.50");
		assertThat(output).contains("EVICT products 2", "CLEAR product-lists");
		assertThat(this.client.price(2)).isEqualTo(75.5);
		assertThat(this.client.prices()).contains(75.5).doesNotContain(89.9);
	}

	@Test
	void tellsNotFound() {
		assertThat(this.client.status("/products/4711")).isEqualTo(404);
	}

	@Test
	void tellsHealthAndCaches() {
		String health = this.client.get("/actuator/health");
		assertThat(JsonPath.<String>read(health, "$.components.cachebridge.status")).isEqualTo("UP");
		assertThat(this.client.get("/actuator/caches")).contains("products", "product-lists");
	}

	@Test
	void countsWhatCachesDo() {
		this.client.product(3);
		this.client.product(3);
		String hits = this.client.get("/actuator/metrics/cache.gets?tag=cache:products&tag=result:hit");
		assertThat(JsonPath.<Double>read(hits, "$.measurements[0].value")).isPositive();
	}

	@Test
	void servesPage() {
		assertThat(this.client.status("/")).isEqualTo(200);
	}

}
