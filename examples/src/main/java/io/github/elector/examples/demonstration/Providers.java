// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.provider.ProviderJvm;
import io.github.elector.examples.provider.Registrar;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Provider JVMs that come, end and are killed; and a configuration that is written anew ten times a second, so that a leader
 * always has something to write. Its methods block.
 */
final class Providers implements AutoCloseable {
    private static final List<String> APPLICATIONS = List.of("demo-shop", "demo-cart");
    private static final int AT_FIRST = 3;
    private static final int FIRST_PORT = 20_880;
    private static final String PULSE = "/dubbo/config/dubbo/elector-demo-pulse";
    private static final long PULSE_MILLIS = 100;
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final long END_SECONDS = 5;

    private final String mesh;
    private final String zookeeper;
    private final Registrar registry;
    private final Deque<ProviderJvm> living = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private int started;
    private int steps;

    /** Of this mesh, registering at this ZooKeeper; none yet. */
    Providers(String mesh, String zookeeper) {
        this.mesh = mesh;
        this.zookeeper = zookeeper;
        this.registry = new Registrar(zookeeper, SESSION);
    }

    /** Starts the first. */
    synchronized void begin() {
        for (int i = 0; i < AT_FIRST; i++) {
            start();
        }
        Thread pulse = new Thread(this::beatUntilItIsOver, "elector-demo-pulse");
        pulse.setDaemon(true);
        pulse.start();
    }

    /** In turn one comes, the oldest is killed, one comes, the oldest ends in order. */
    synchronized ProviderStep next() {
        int step = steps++ % 4;
        if (step % 2 == 0) {
            return step(start(), "starts");
        }
        ProviderJvm oldest = living.remove();
        if (step == 1) {
            oldest.kill();
            return step(oldest, "is killed with kill -9");
        }
        oldest.terminate();
        return step(oldest, "is told to stop");
    }

    /** What is registered, by the registry's own word: application, a space, host and port. */
    Set<String> registered() {
        return registry.instances();
    }

    /** What runs, by the process table: application, a space, number of the process. */
    synchronized Set<String> running() {
        return living.stream()
                .filter(ProviderJvm::isAlive)
                .map(provider -> provider.application() + " " + provider.pid())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether those that live are registered, and of ours nobody else is. */
    synchronized boolean haveSettled() {
        Set<String> ours = registered();
        ours.removeIf(instance -> !APPLICATIONS.contains(instance.substring(0, instance.indexOf(' '))));
        return ours.equals(living.stream()
                .map(provider -> provider.application() + " " + provider.address())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Leaves none running, and of itself nothing at the registry but parents of nodes. */
    @Override
    public synchronized void close() {
        over.countDown();
        living.forEach(ProviderJvm::kill);
        CompletableFuture.allOf(living.stream().map(ProviderJvm::ended).toArray(CompletableFuture[]::new))
                .orTimeout(END_SECONDS, TimeUnit.SECONDS)
                .exceptionally(slow -> null)
                .join();
        try {
            registry.delete(PULSE);
        } finally {
            registry.close();
        }
    }

    private ProviderJvm start() {
        String application = APPLICATIONS.get(started % APPLICATIONS.size());
        ProviderJvm provider = ProviderJvm.start(application, FIRST_PORT + started, mesh, zookeeper);
        started++;
        living.add(provider);
        return provider;
    }

    private void beatUntilItIsOver() {
        try {
            for (long beat = 1; !over.await(PULSE_MILLIS, TimeUnit.MILLISECONDS); beat++) {
                beat(Long.toString(beat));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(String text) {
        try {
            registry.put(PULSE, text);
        } catch (IllegalStateException away) {
            // The next one may arrive.
        }
    }

    private static ProviderStep step(ProviderJvm provider, String what) {
        return new ProviderStep(what, provider.application(), provider.address());
    }
}
