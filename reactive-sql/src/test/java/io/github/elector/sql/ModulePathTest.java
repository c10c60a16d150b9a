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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final String MUTINY_MODULE = """
            module consumer {
                requires io.github.elector.sql;
                requires io.smallrye.mutiny;
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

    private static final String MUTINY_MAIN = """
            package consumer;

            import io.github.elector.ElectorOptions;
            import io.github.elector.TermWork;
            import io.github.elector.mutiny.ElectorState;
            import io.github.elector.mutiny.MutinyElector;
            import io.github.elector.sql.FenceTable;
            import io.github.elector.sql.mutiny.MutinyFenceTable;
            import io.vertx.core.Vertx;
            import java.time.Duration;

            public class Main {
                public static void main(String[] args) {
                    Vertx vertx = Vertx.vertx();
                    ElectorOptions billing = new ElectorOptions()
                            .setStoreUri("memory:consumer")
                            .setComponent("billing");
                    ElectorState state = MutinyElector.start(vertx, billing, TermWork.none())
                            .flatMap(elector -> elector.states().filter(ElectorState::leads).toUni())
                            .await()
                            .atMost(Duration.ofSeconds(20));
                    System.out.println("leads: " + state.leads());
                    System.out.println(MutinyFenceTable.of(FenceTable.postgres("fences")).schemaFile());
                    vertx.close();
                }
            }
            """;

    @TempDir
    Path folder;

    /** Without Mutiny, which is optional. */
    @Test
    void consumerOnTheModulePathLeadsAndFindsBothStores() throws IOException, InterruptedException {
        assertThat(printedBy(MODULE, MAIN, List.of())).contains("leads: true").contains("found postgresql");
    }

    @Test
    void consumerOnTheModulePathUsesMutiny() throws IOException, InterruptedException {
        assertThat(printedBy(MUTINY_MODULE, MUTINY_MAIN, List.of("mutiny", "jctools", "smallrye-common")))
                .contains("leads: true")
                .contains("leader_fences");
    }

    /** javac refuses a consumer that does not find what is required transitively, be it static or not. */
    @Test
    void whatConsumersNeedToCompileComesAlong() throws IOException {
        for (Path module : List.of(Path.of("..", "core"), Path.of("."))) {
            String declared = Files.readString(module.resolve("src/main/java/module-info.java"));
            String pom = Files.readString(module.resolve("pom.xml"));

            List<String> required = Pattern.compile("requires static transitive ([\\w.]+);")
                    .matcher(declared)
                    .results()
                    .map(match -> match.group(1))
                    .toList();

            assertThat(required).containsExactly("org.jspecify");
            assertThat(pom).containsPattern("<artifactId>jspecify</artifactId>\\s*</dependency>");
        }
    }

    private String printedBy(String moduleSource, String mainSource, List<String> more)
            throws IOException, InterruptedException {
        Path sources = Files.createDirectories(folder.resolve("src/consumer"));
        Path classes = folder.resolve("classes");
        Path module = Files.writeString(folder.resolve("src/module-info.java"), moduleSource);
        Path main = Files.writeString(sources.resolve("Main.java"), mainSource);

        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        complaints,
                        "-d",
                        classes.toString(),
                        "-p",
                        modulePath(more),
                        module.toString(),
                        main.toString());
        assertThat(compiled)
                .as("compiled: %s", complaints.toString(StandardCharsets.UTF_8))
                .isZero();
        return run(classes + File.pathSeparator + modulePath(more));
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

    /** The class path without what belongs to the tests, and of what is optional only what is named. */
    private static String modulePath(List<String> more) {
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
                .filter(entry -> entry.endsWith("classes")
                        || Stream.concat(ours.stream(), more.stream()).anyMatch(new File(entry).getName()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
