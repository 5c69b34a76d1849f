package io.cachebridge.samples.custombackend;

import java.nio.file.Path;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.mvstore.MVStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Looks up a place twice, and ends.
 */
@SpringBootApplication
public class CustomBackendApplication {

	private static final Log logger = LogFactory.getLog(CustomBackendApplication.class);

	@Bean
	MVStore cacheFile(@Value("${places.file}") Path file) {
		MVStore store = new MVStore.Builder().fileName(file.toString()).open();
		// Or the file grows, as what was overwritten stays in it for 45 seconds
		store.setRetentionTime(0);
		return store;
	}

	// The name of the bean is what "backend" says in application.yml
	@Bean
	MvStoreBackend mvstore(MVStore cacheFile) {
		return new MvStoreBackend("mvstore", cacheFile);
	}

	@Bean
	CommandLineRunner lookups(Places places, @Value("${places.address}") String address) {
		return (arguments) -> {
			for (int i = 0; i < 2; i++) {
				long begun = System.nanoTime();
				Coordinates found = places.locate(address);
				logger.info("%s after %d ms".formatted(found, Duration.ofNanos(System.nanoTime() - begun).toMillis()));
			}
		};
	}

	public static void main(String[] args) {
		SpringApplication.run(CustomBackendApplication.class, args);
	}

}
