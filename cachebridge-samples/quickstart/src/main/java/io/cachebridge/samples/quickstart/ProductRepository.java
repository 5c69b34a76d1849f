package io.cachebridge.samples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.springframework.stereotype.Repository;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands for a slow database: one file a product, and a pause before each read.
 */
@Repository
class ProductRepository {

	private final JsonMapper json;

	private final Duration delay;

	private final Path directory;

	private final boolean temporary;

	ProductRepository(CatalogueProperties properties, JsonMapper json, Clock clock) throws IOException {
		this.json = json;
		this.delay = properties.delay();
		this.temporary = properties.directory() == null;
		this.directory = (properties.directory() != null) ? Files.createDirectories(properties.directory())
				: Files.createTempDirectory("catalogue");
		addMissing(new Product(1, "Espresso machine", "kitchen", new BigDecimal("249.00"), clock.instant()));
		addMissing(new Product(2, "Coffee grinder", "kitchen", new BigDecimal("89.90"), clock.instant()));
		addMissing(new Product(3, "Desk lamp", "office", new BigDecimal("39.50"), clock.instant()));
	}

	private void addMissing(Product product) {
		if (!Files.exists(file(product.id()))) {
			save(product);
		}
	}

	Optional<Product> findById(long id) {
		pause();
		Path file = file(id);
		return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
	}

	List<Product> findAll() {
		pause();
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted().map(this::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void save(Product product) {
		try {
			Path written = Files.write(Files.createTempFile(this.directory, "product", ".new"),
					this.json.writeValueAsBytes(product));
			Files.move(written, file(product.id()), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Product read(Path file) {
		return this.json.readValue(file, Product.class);
	}

	private Path file(long id) {
		return this.directory.resolve(id + ".json");
	}

	@PreDestroy
	void close() throws IOException {
		if (this.temporary) {
			FileSystemUtils.deleteRecursively(this.directory);
		}
	}

	private void pause() {
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while reading", ex);
		}
	}

}
