package io.cachebridge.entity;

import java.util.ArrayList;
import java.util.List;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntityChangeTests {

	@Test
	void takesCollectionFromClass() {
		assertThat(EntityChange.created(new ApiKey(1, "a")).collection()).isEqualTo("apiKey");
		assertThat(EntityChange.deleted(7L).collection()).isEqualTo("long");
	}

	@Test
	void takesCollectionFromClassBehindProxy() {
		assertThat(EntityChange.updated(new Product$HibernateProxy()).collection()).isEqualTo("product");
		assertThat(EntityChange.updated(new Product(1L, "a") {
		}).collection()).isEqualTo("product");
		Purchase purchase = (Purchase) new ProxyFactory(Purchase.class, (MethodInterceptor) (call) -> 1L).getProxy();
		assertThat(EntityChange.updated(purchase).collection()).isEqualTo("purchase");
	}

	@Test
	void takesCollectionAsGiven() {
		assertThat(EntityChange.updated(new ApiKey(1, "a"), new ApiKey(1, "b")).in("keys"))
			.isEqualTo(new EntityUpdated<>("keys", new ApiKey(1, "a"), new ApiKey(1, "b")));
	}

	@Test
	void knowsOldStateOfDeletedEntity() {
		ApiKey entity = new ApiKey(1, "a");
		assertThat(EntityChange.deleted(entity).old()).isSameAs(entity);
		assertThat(EntityChange.created(entity).old()).isNull();
		assertThat(EntityChange.updated(entity).old()).isNull();
	}

	@Test
	void refusesBlankCollection() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EntityCreated<>(" ", "entity"))
			.withMessage("'collection' must not be blank");
		assertThatIllegalArgumentException().isThrownBy(() -> EntityChange.created(null))
			.withMessage("'entity' must not be null");
	}

	@Test
	void isHeardByListenersOfItsTypeOfEntity() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class)) {
			context.publishEvent(EntityChange.updated(new Product$HibernateProxy()));
			context.publishEvent(EntityChange.updated(new ApiKey(1, "a")));
			context.publishEvent(EntityChange.created(new ApiKey(1, "a")));
			assertThat(context.getBean(Listeners.class).heard).containsExactly("updated product", "change",
					"updated key", "change", "change");
		}
	}

	interface Purchase {

		Long id();

	}

	// As Hibernate calls its proxies
	static class Product$HibernateProxy extends Product {

		Product$HibernateProxy() {
			super(1L, "a");
		}

	}

	static class Listeners {

		private final List<String> heard = new ArrayList<>();

		@EventListener
		@Order(1)
		void updatedProduct(EntityUpdated<Product> change) {
			this.heard.add("updated product");
		}

		@EventListener
		@Order(1)
		void updatedKey(EntityUpdated<ApiKey> change) {
			this.heard.add("updated key");
		}

		@EventListener
		@Order(2)
		void change(EntityChange<?> change) {
			this.heard.add("change");
		}

	}

}
