package dev.turnpike.gateway.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What a signal means to a process that is stopping already: the end, at once. By reflection, because the compiler warns
 * of the only class that can do it; where that class is missing a stop is bounded all the same.
 */
final class SecondSignal {
    private static final int SIGNALLED = 128;

    private SecondSignal() {}

    /** From now on Ctrl-C and SIGTERM end the process without further ado. */
    static void endsAtOnce() {
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                handle(name);
            } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
                return;
            }
        }
    }

    private static void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object received = signal.getConstructor(String.class).newInstance(name);
        int number = (int) signal.getMethod("getNumber").invoke(received);
        Object halt = Proxy.newProxyInstance(
                SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        Runtime.getRuntime().halt(SIGNALLED + number);
                    }
                    return null;
                });
        try {
            signal.getMethod("handle", signal, handler).invoke(null, received, halt);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(refused);
        }
    }
}
