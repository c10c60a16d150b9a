// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.elector.Elector;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What docs/testing.md says in code compiles and passes, and what it names is there. */
class TestingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");

    @TempDir
    Path classes;

    @Test
    void documentedTestsPassAsTheyStandThere() throws Exception {
        assertThat(complaints()).isEmpty();

        URL[] compiled = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(compiled, getClass().getClassLoader())) {
            assertThat(passed(loader.loadClass("BillingTest"))).isEqualTo(2);
            assertThat(passed(loader.loadClass("MyLeaseStoreTest"))).isGreaterThan(60);
        }
    }

    @Test
    void versionsAreThoseThatAreTested() {
        String pom = read(Path.of("..", "pom.xml"));

        List<String> versions =
                found("<version>(.*?)</version>").map(match -> match.group(1)).toList();
        List<String> managed = Stream.of(
                        "<version>(.*?-SNAPSHOT)</version>",
                        "<vertx.version>(.*?)</vertx.version>",
                        "<junit.version>(.*?)</junit.version>",
                        "<assertj.version>(.*?)</assertj.version>")
                .map(version -> match(pom, version))
                .toList();

        assertThat(versions).isEqualTo(managed);
    }

    @Test
    void everyActIsExplained() {
        List<String> explained = found("(?m)^\\| `(\\w+)\\(\\)` \\|")
                .map(match -> match.group(1))
                .toList();
        List<String> acts = Arrays.stream(ManualElector.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> Arrays.stream(Elector.class.getMethods())
                        .noneMatch(method -> method.getName().equals(name)))
                .toList();

        assertThat(explained).containsExactlyInAnyOrderElementsOf(acts);
    }

    private static long passed(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        return listener.getSummary().getTestsSucceededCount();
    }

    private static Stream<MatchResult> found(String pattern) {
        return Pattern.compile(pattern).matcher(read(PAGE)).results();
    }

    private static String match(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow(() -> new AssertionError("nothing matches " + pattern));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** What the compiler complains about in the Java of the page; empty if nothing. */
    private String complaints() {
        List<JavaFileObject> units = found("(?s)```java\n(.*?)```")
                .map(block -> unit(block.group(1)))
                .toList();
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(complaints, null, null, options, null, units)
                .call();
        return compiled ? "" : complaints.toString();
    }

    private static JavaFileObject unit(String source) {
        String name = match(source, "class (\\w+)");
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
