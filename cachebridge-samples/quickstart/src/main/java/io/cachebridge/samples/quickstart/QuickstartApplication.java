package io.cachebridge.samples.quickstart;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Starts the quickstart.
 */
@SpringBootApplication
@EnableConfigurationProperties(CatalogueProperties.class)
public class QuickstartApplication {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	public static void main(String[] args) {
		SpringApplication.run(QuickstartApplication.class, args);
	}

}
