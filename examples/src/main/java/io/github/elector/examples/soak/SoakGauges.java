// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Reads all gauges of this process that can be read on this machine. */
final class SoakGauges {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final List<Vertx> all;
    private final ConsumerCount consumers;
    private final IntSupplier connections;

    /** {@code connections} asks the server. */
    SoakGauges(List<Vertx> all, ConsumerCount consumers, IntSupplier connections) {
        this.all = all;
        this.consumers = consumers;
        this.connections = connections;
    }

    SoakSample read(long terms) {
        Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
        values.put(Gauge.THREADS, (double) ManagementFactory.getThreadMXBean().getThreadCount());
        values.put(Gauge.CONSUMERS, (double) consumers.consumers());
        values.put(Gauge.DEPLOYMENTS, (double)
                all.stream().mapToInt(vertx -> vertx.deploymentIDs().size()).sum());
        values.put(Gauge.CONNECTIONS, (double) connections.getAsInt());
        timers().ifPresent(count -> values.put(Gauge.TIMERS, (double) count));
        readDescriptors(values);
        System.gc();
        values.put(
                Gauge.HEAP,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / Gauge.HEAP.unit());
        return new SoakSample(System.nanoTime(), terms, values);
    }

    /** Vert.x does not tell: this looks at a field of its implementation, if that is there and may be looked at. */
    private OptionalInt timers() {
        int count = 0;
        for (Vertx vertx : all) {
            try {
                Field timers = vertx.getClass().getDeclaredField("timeouts");
                timers.setAccessible(true);
                count += ((Map<?, ?>) timers.get(vertx)).size();
            } catch (ReflectiveOperationException | RuntimeException hidden) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(count);
    }

    private static void readDescriptors(Map<Gauge, Double> values) {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            List<Path> descriptors = open.toList();
            values.put(Gauge.DESCRIPTORS, (double) descriptors.size());
            values.put(Gauge.SOCKETS, (double)
                    descriptors.stream().filter(SoakGauges::isSocket).count());
        } catch (IOException elsewhere) {
            // Only Linux tells it there.
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
