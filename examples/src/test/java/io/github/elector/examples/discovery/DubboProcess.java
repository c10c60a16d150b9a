// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A real Dubbo provider, {@code src/test/dubbo}, in a JVM of its own, which ends with this one. Its libraries were put into
 * {@code target/dubbo} by Maven and are on no class path here.
 */
final class DubboProcess implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "dubbo");
    private static final Path LIBRARIES = Path.of("target", "dubbo");

    private final Path folder;
    private final String application;
    private final int port;
    private final Process process;

    private DubboProcess(Path folder, String application, int port, Process process) {
        this.folder = folder;
        this.application = application;
        this.port = port;
        this.process = process;
    }

    /** Compiles the provider into this folder. */
    static void compile(Path classes) throws IOException {
        if (!Files.exists(LIBRARIES.resolve("dubbo.jar"))) {
            throw new AssertionError("the libraries of Dubbo are not in " + LIBRARIES.toAbsolutePath()
                    + ": run 'mvn dependency:copy@libraries-of-the-dubbo-provider -pl examples'");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-parameters",
                "--release",
                "17",
                "-cp",
                LIBRARIES.resolve("dubbo.jar").toString(),
                "-d",
                classes.toString()));
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new AssertionError("the provider in " + SOURCES + " does not compile");
        }
    }

    /**
     * Starts one, and does not wait for it.
     *
     * @param classes where it was compiled into
     * @param options of the JVM
     * @param besides what else it does
     */
    static DubboProcess start(
            Path classes, String registry, String application, List<String> options, List<String> besides)
            throws IOException {
        Path folder = Files.createTempDirectory("elector-dubbo-");
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        // Where else it would make a folder.
        command.add("-Duser.home=" + folder);
        // By these Engine would find it; Dubbo, whose own properties begin with the same word, does not mind.
        command.addAll(List.of("-Ddubbo.application=" + application, "-Ddubbo.port=" + port, "-Ddubbo.mesh=east"));
        command.addAll(options);
        command.add("-cp");
        command.add(classes + File.pathSeparator + LIBRARIES.toAbsolutePath() + File.separator + "*");
        command.addAll(List.of("com.acme.GreetingProvider", registry, application, "" + port, folder.toString()));
        command.addAll(besides);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        return new DubboProcess(folder, application, port, process);
    }

    /** Waits until it says that it has started. */
    void awaitReady() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(output.readLine())) {
            throw new AssertionError("the provider '" + application + "' did not start:\n"
                    + Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8));
        }
    }

    String application() {
        return application;
    }

    int port() {
        return port;
    }

    /** Ends it in order; what is registered goes at once, the process some seconds later. */
    void end() throws IOException {
        process.getOutputStream().close();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
