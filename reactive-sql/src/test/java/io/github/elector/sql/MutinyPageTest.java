// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.mutiny.MutinyElector;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/mutiny.md says in code compiles, and what it names is there. */
class MutinyPageTest {
    private static final Path PAGE = Path.of("..", "docs", "mutiny.md");
    private static final String IMPORTS = """
            import io.github.elector.*;
            import io.github.elector.mutiny.*;
            import io.github.elector.sql.mutiny.*;
            import io.smallrye.mutiny.*;
            import io.smallrye.mutiny.infrastructure.Infrastructure;
            import io.vertx.core.Context;
            import io.vertx.core.Vertx;
            import io.vertx.core.VerticleBase;
            import io.vertx.sqlclient.*;
            """;

    @TempDir
    Path classes;

    @Test
    void everyJavaCompiles() throws IOException {
        List<String> blocks = blocks("java").toList();
        StringBuilder snippets = new StringBuilder(IMPORTS).append("class Snippets {\n");
        for (int i = 0; i < blocks.size(); i++) {
            snippets.append("  void snippet")
                    .append(i)
                    .append("() {\n")
                    .append(blocks.get(i))
                    .append("  }\n");
        }
        snippets.append("""
                  Vertx vertx; ElectorOptions options; MutinyElector elector; MutinyTerm term; MutinyFence fence; Pool pool;
                  long invoice;
                  Uni<Void> send(long invoice) { return Uni.createFrom().voidItem(); }
                  static class Billing extends VerticleBase { Billing(MutinyTerm term) {} }
                }
                """);

        assertThat(blocks).hasSize(7);
        assertThat(complaints(snippets.toString())).isEmpty();
    }

    @Test
    void versionIsTheOneThatIsTested() throws IOException {
        String managed = found(Path.of("..", "pom.xml"), "<mutiny.version>(.*?)</mutiny.version>")
                .findFirst()
                .orElseThrow();

        assertThat(found(PAGE, "<version>(.*?)</version>")).containsExactly(managed);
    }

    @Test
    void bufferIsTheDefault() throws IOException {
        assertThat(found(PAGE, "\\((\\d+) unless said\\)"))
                .containsExactly(Integer.toString(MutinyElector.DEFAULT_BUFFER));
    }

    private static Stream<String> blocks(String language) throws IOException {
        return found(PAGE, "(?s)```" + language + "\n(.*?)```");
    }

    private static Stream<String> found(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1));
    }

    /** What the compiler complains about; empty if nothing. */
    private String complaints(String source) {
        JavaFileObject unit =
                new SimpleJavaFileObject(URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(complaints, null, null, options, null, List.of(unit))
                .call();
        return compiled ? "" : complaints.toString();
    }
}
