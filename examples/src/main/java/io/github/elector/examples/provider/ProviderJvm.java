// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.provider;

import io.github.elector.examples.cluster.ProgramJvm;
import io.github.elector.examples.engine.vm.Markers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A provider in a JVM of its own. It ends with this process, however that ends. */
public final class ProviderJvm {
    private static final String HOST = "127.0.0.1";
    private static final List<String> SMALL_JVM = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final String application;
    private final int port;
    private final Process process;

    private ProviderJvm(String application, int port, Process process) {
        this.application = application;
        this.port = port;
        this.process = process;
    }

    /** Starts one that registers at this ZooKeeper. */
    public static ProviderJvm start(String application, int port, String mesh, String zookeeper) {
        Markers markers = Markers.DEFAULT;
        List<String> jvm = new ArrayList<>(SMALL_JVM);
        jvm.add("-D" + markers.application() + "=" + application);
        jvm.add("-D" + markers.port() + "=" + port);
        jvm.add("-D" + markers.mesh() + "=" + mesh);
        jvm.add("-D" + markers.host() + "=" + HOST);
        try {
            Process process = ProgramJvm.of(jvm, List.of("provider", "--zookeeper", zookeeper))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new ProviderJvm(application, port, process);
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM for a provider of '" + application + "'", e);
        }
    }

    /** Where it answers: {@code host:port}. */
    public String address() {
        return HOST + ":" + port;
    }

    /** Of which it is an instance. */
    public String application() {
        return application;
    }

    /** Of its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether its process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM: it unregisters before it ends. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** kill -9: it stays registered until its session is over. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Completes when its process is gone. */
    public CompletableFuture<?> ended() {
        return process.onExit();
    }
}
