package io.cachebridge.codecanary;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/**
 * Rings when it is read.
 */
public final class SerialCanary implements Serializable, InvocationHandler, Comparable<SerialCanary> {

	private static final long serialVersionUID = 1L;

	private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
		Alarm.ring("read");
		in.defaultReadObject();
	}

	@Override
	public Object invoke(Object proxy, Method method, Object[] arguments) {
		return 0;
	}

	@Override
	public int compareTo(SerialCanary other) {
		return 0;
	}

}
