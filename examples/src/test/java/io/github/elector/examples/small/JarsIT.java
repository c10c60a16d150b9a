// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.TestDatabases;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jars as applications have them: with what they need and nothing that is optional, as modules or on a class path. */
@Timeout(180)
class JarsIT {
    private static final Pattern NEEDED = Pattern.compile("vertx-elector-(core|reactive-sql)-(?!.*tests).*"
            + "|vertx-(core|core-logging|sql-client|pg-client|mysql-client)-\\d.*"
            + "|(netty|jackson-core|jspecify|scram|saslprep|stringprep)-.*");

    private static final String MODULE = """
            module app {
                requires io.github.elector.core;
                requires io.github.elector.sql;
            }
            """;
    private static final String MAIN = """
            package app;

            import io.github.elector.*;
            import io.vertx.core.*;
            import io.vertx.core.json.JsonObject;

            public class Main extends VerticleBase {
                public static void main(String[] arguments) {
                    ElectorOptions options = new ElectorOptions()
                            .setComponent("jars")
                            .setStore(new JsonObject().put("uri", arguments[0]).put("createSchema", true))
                            .setLease(2_000)
                            .setRenew(500)
                            .setRetry(500)
                            .setStop(300);
                    Elector.start(Vertx.vertx(), options, TermWork.of(term -> new Main()))
                            .onFailure(Throwable::printStackTrace);
                }

                @Override
                public Future<?> start() {
                    System.out.println("leads in " + Elector.class.getModule());
                    return Future.succeededFuture();
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void asModules() throws IOException {
        Path classes = compiled(true);

        assertLeads(
                "module io.github.elector.core",
                List.of("-p", jars() + File.pathSeparator + classes, "-m", "app/app.Main"));
    }

    @Test
    void onAClassPath() throws IOException {
        Path classes = compiled(false);

        assertLeads("unnamed module", List.of("-cp", jars() + File.pathSeparator + classes, "app.Main"));
    }

    private static void assertLeads(String where, List<String> options) {
        List<String> command = new ArrayList<>(options);
        command.add(TestDatabases.postgres().freshDatabase());
        try (Program program = Program.java(command)) {
            assertThat(program.await("leads in ")).contains(where);
        }
    }

    private Path compiled(boolean module) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = folder.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of(
                "-Xlint:all,-classfile",
                "-Werror",
                "--release",
                "17",
                module ? "-p" : "-cp",
                jars(),
                "-d",
                classes.toString()));
        arguments.add(Files.writeString(sources.resolve("Main.java"), MAIN).toString());
        if (module) {
            arguments.add(Files.writeString(sources.resolve("module-info.java"), MODULE)
                    .toString());
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(status).as("%s", said).isZero();
        return classes;
    }

    private static String jars() {
        List<String> needed = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        NEEDED.matcher(Path.of(entry).getFileName().toString()).matches())
                .toList();
        assertThat(needed)
                .allMatch(entry -> entry.endsWith(".jar"))
                .anyMatch(entry -> entry.contains("vertx-elector-core"))
                .anyMatch(entry -> entry.contains("vertx-elector-reactive-sql"));
        return String.join(File.pathSeparator, needed);
    }
}
