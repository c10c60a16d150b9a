// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.provider;

import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.discovery.Registry;
import io.github.elector.examples.engine.vm.Markers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A JVM that registers as a provider, and is found as one by its command line. */
@Command(
        name = "provider",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Registers one instance of an application, for Discovery and Engine to find.",
        description = {
            "",
            "What it is it says by system properties in front of -jar: dubbo.application,",
            "dubbo.port, dubbo.mesh, dubbo.host. It registers at the ZooKeeper as Dubbo does",
            "and provides nothing. It ends with its standard input, or with SIGTERM.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  java -Ddubbo.application=shop -Ddubbo.port=20880 -Ddubbo.mesh=east \\",
            "    -Ddubbo.host=127.0.0.1 -jar elector-demo.jar provider \\",
            "    --zookeeper localhost:2181",
            "",
            "Exit code: 0, 1 if something failed, 2 for a wrong command line."
        })
public final class Provider implements Callable<Integer> {
    /** How long one that was killed stays registered. */
    private static final Duration SESSION = Duration.ofSeconds(2);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final int HIGHEST_PORT = 65_535;

    @Option(names = "--zookeeper", required = true, paramLabel = "HOST:PORT", description = "Where it registers.")
    private String zookeeper = "";

    private volatile @Nullable Registrar session;

    @Override
    public Integer call() {
        Registry.checkAddress("--zookeeper", zookeeper);
        Registration registration =
                new Registration(property(Markers.DEFAULT.application()), property(Markers.DEFAULT.host()), port());
        Runtime.getRuntime().addShutdownHook(new Thread(this::unregister, "elector-demo-unregister"));
        Thread sessions = new Thread(() -> registerAgainAndAgain(registration), "elector-demo-register");
        sessions.setDaemon(true);
        sessions.start();
        awaitEndOfInput();
        return 0;
    }

    private void registerAgainAndAgain(Registration registration) {
        try {
            while (true) {
                register(registration);
                // As long as one of that name who was killed is registered still, or the ZooKeeper is away.
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS.toMillis());
            }
        } catch (InterruptedException stopped) {
            // Nobody wants it to be registered any more.
        }
    }

    private void register(Registration registration) throws InterruptedException {
        try (Registrar current = new Registrar(zookeeper, SESSION)) {
            session = current;
            current.register(registration);
            current.awaitEnd();
        } catch (IllegalStateException failure) {
            System.err.println(
                    failure.getMessage() + "; it is tried again every " + BETWEEN_ATTEMPTS.toSeconds() + " s");
        }
    }

    private void unregister() {
        Registrar current = session;
        if (current != null) {
            current.close();
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Whoever started it closes its input, or ends, which does the same.
            }
        } catch (IOException gone) {
            // The same as its end.
        }
    }

    private static int port() {
        String option = "-D" + Markers.DEFAULT.port();
        String text = property(Markers.DEFAULT.port());
        try {
            int port = Integer.parseInt(text);
            Bounds.checkNumber(option, port, 1, HIGHEST_PORT);
            return port;
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(option + " is no port: give one from 1 to " + HIGHEST_PORT, none);
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("-D" + name + " is missing: put it in front of -jar");
        }
        return value;
    }
}
