package io.cachebridge.samples.stores;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Shows the store that the profile names, and ends.
 */
@SpringBootApplication
public class StoresApplication {

	public static void main(String[] args) {
		SpringApplication.run(StoresApplication.class, args).close();
	}

}
