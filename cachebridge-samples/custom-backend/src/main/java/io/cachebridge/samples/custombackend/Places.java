package io.cachebridge.samples.custombackend;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Finds out where places are, by a service that is slow and wants money for each answer.
 * Nothing here knows where the answers are kept.
 */
@Service
class Places {

	private static final Log logger = LogFactory.getLog(Places.class);

	private final Duration delay;

	Places(@Value("${places.delay}") Duration delay) {
		this.delay = delay;
	}

	@Cacheable("coordinates")
	Coordinates locate(String address) throws InterruptedException {
		logger.info("Asking the service for " + address);
		Thread.sleep(this.delay.toMillis());
		int made = address.hashCode();
		return new Coordinates(made % 9000 / 100.0, made % 18000 / 100.0);
	}

}
