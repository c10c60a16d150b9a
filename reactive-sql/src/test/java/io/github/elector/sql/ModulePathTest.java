// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small application that is a module itself: compiled and run on the module path, with nothing of the tests on it. */
class ModulePathTest {
    private static final String MODULE = """
            module consumer {
                requires io.github.elector.sql;
            }
            """;
    private static final String MAIN = """
            package consumer;

            import io.github.elector.Elector;
            import io.github.elector.ElectorOptions;
            import io.github.elector.TermWork;
            import io.vertx.core.Future;
            import io.vertx.core.VerticleBase;
            import io.vertx.core.Vertx;

            public class Main {
                public static void main(String[] args) {
                    Vertx vertx = Vertx.vertx();
                    ElectorOptions other = new ElectorOptions()
                            .setStoreUri("postgresql://127.0.0.1:1/none")
                            .setComponent("other");
                    ElectorOptions billing = new ElectorOptions()
                            .setStoreUri("memory:consumer")
                            .setComponent("billing");
                    Elector.start(vertx, other, TermWork.none())
                            .onSuccess(elector -> System.out.println("found postgresql"))
                            .compose(elector -> Elector.start(vertx, billing, TermWork.of(term -> new VerticleBase() {
                                @Override
                                public Future<?> start() {
                                    System.out.println("leads: " + term.isValid());
                                    new Thread(() -> vertx.close()).start();
                                    return Future.succeededFuture();
                                }
                            })))
                            .onFailure(Throwable::printStackTrace);
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void consumerOnTheModulePathLeadsAndFindsBothStores() throws IOException, InterruptedException {
        Path sources = Files.createDirectories(folder.resolve("src/consumer"));
        Path classes = folder.resolve("classes");
        Path module = Files.writeString(folder.resolve("src/module-info.java"), MODULE);
        Path main = Files.writeString(sources.resolve("Main.java"), MAIN);

        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        complaints,
                        "-d",
                        classes.toString(),
                        "-p",
                        modulePath(),
                        module.toString(),
                        main.toString());
        assertThat(compiled)
                .as("compiled: %s", complaints.toString(StandardCharsets.UTF_8))
                .isZero();
        String printed = run(classes + File.pathSeparator + modulePath());

        assertThat(printed).contains("leads: true").contains("found postgresql");
    }

    private String run(String modulePath) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process consumer = new ProcessBuilder(java, "-p", modulePath, "-m", "consumer/consumer.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = consumer.waitFor(30, TimeUnit.SECONDS);
        if (!ended) {
            consumer.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("the consumer ends; it printed: %s", printed).isTrue();
        return printed;
    }

    /** The class path without what belongs to the tests. */
    private static String modulePath() {
        List<String> ours = List.of(
                "vertx-core",
                "vertx-sql",
                "vertx-mysql",
                "vertx-pg",
                "vertx-codegen",
                "netty",
                "jackson-core",
                "jspecify",
                "scram",
                "saslprep",
                "stringprep",
                "vertx-elector");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.endsWith("-tests.jar"))
                .filter(entry ->
                        entry.endsWith("classes") || ours.stream().anyMatch(new File(entry).getName()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
