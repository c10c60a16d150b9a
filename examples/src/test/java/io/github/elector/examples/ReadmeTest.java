// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorOptions;
import io.github.elector.lease.EndReason;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says in code compiles, and its table of options is the table of options. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final int LONGEST_QUICK_START = 15;

    @TempDir
    Path classes;

    @Test
    void quickStartCompilesAndIsShort() throws IOException {
        List<String> blocks = blocks("java");
        String quickStart = blocks.get(0);
        String billing = "import io.github.elector.*;\nimport io.vertx.core.*;\n" + blocks.get(1);

        assertThat(quickStart.lines().count()).isLessThanOrEqualTo(LONGEST_QUICK_START);
        assertThat(compile(Map.of("QuickStart", quickStart, "Billing", billing)))
                .isEmpty();
    }

    @Test
    void fencedWritesCompile() throws IOException {
        String snippet = blocks("java").get(2) + blocks("java").get(3);

        String source = "import io.github.elector.*;\nimport io.github.elector.sql.*;\nimport io.vertx.sqlclient.*;\n"
                + "class FencedWriteSnippet {\n  void run(Pool pool, Term term) {\n" + snippet + "\n  }\n}\n";

        assertThat(compile(Map.of("FencedWriteSnippet", source))).isEmpty();
    }

    @Test
    void optionsAndDefaultsAreAsDocumented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| `?([^|`]*)`? \\|").matcher(Files.readString(README));
        while (row.find()) {
            documented.put(row.group(1), row.group(2).strip());
        }

        JsonObject defaults = new ElectorOptions().toJson();

        assertThat(documented.keySet()).isEqualTo(new TreeMap<>(defaults.getMap()).keySet());
        defaults.forEach(option -> {
            if (!List.of("component", "node", "store").contains(option.getKey())) {
                assertThat(documented.get(option.getKey())).isEqualTo(String.valueOf(option.getValue()));
            }
        });
    }

    @Test
    void everyReasonOfAnEndIsDocumented() throws IOException {
        String rows = Files.readString(README)
                .split("\\| reason \\| what happened \\|\n", 2)[1]
                .split("\n\n", 2)[0];
        List<String> documented = rows.lines()
                .flatMap(row -> Pattern.compile("`([a-z-]+)`")
                        .matcher(row.split("\\|", 3)[1])
                        .results())
                .map(reason -> reason.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EndReason.values()).map(EndReason::text).toList());
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(README));
        return block.results().map(found -> found.group(1)).collect(Collectors.toList());
    }

    /** What the compiler complains about; empty if nothing. */
    private String compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(source -> unit(source.getKey(), source.getValue()))
                .toList();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled =
                compiler.getTask(complaints, null, null, options, null, units).call();
        return compiled ? "" : complaints.toString();
    }

    private static JavaFileObject unit(String name, String source) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
