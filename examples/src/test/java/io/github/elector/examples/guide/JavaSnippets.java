// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java of a page as the compiler wants it.
 *
 * <p>A block with a package is a file as it is. A block with a type at its left margin is a file of the page's package.
 * Whatever else is the body of a method, which sees what is declared in {@link #STAGE} and in the page's own comment
 * <pre>{@code <!-- compiled with
 * import …;
 * declarations
 * -->}</pre> that no reader sees.
 */
final class JavaSnippets {
    private static final String IMPORTS = """
            import io.github.elector.*;
            import io.github.elector.health.*;
            import io.github.elector.lease.*;
            import io.github.elector.metrics.*;
            import io.github.elector.micrometer.*;
            import io.github.elector.notice.*;
            import io.github.elector.sql.*;
            import io.github.elector.store.*;
            import io.vertx.core.*;
            import io.vertx.core.eventbus.*;
            import io.vertx.core.json.*;
            import io.vertx.sqlclient.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.function.*;
            """;

    /** What every page may speak of without saying where it is from. */
    private static final String STAGE = """
            Vertx vertx;
            ElectorOptions options;
            Elector elector;
            Term term;
            Pool pool;
            Fence fence;
            """;

    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public |final |abstract |sealed )*(?:class|interface|record|enum) (\\w+)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern GIVEN = Pattern.compile("(?s)<!-- compiled with\n(.*?)-->");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\n");

    private JavaSnippets() {}

    /** What the compiler complains about in the Java of this page; empty if nothing. */
    static String complaints(Page page, Path classes) {
        if (page.blocks("java").isEmpty()) {
            return "";
        }
        List<JavaFileObject> units = new ArrayList<>();
        String home = "page";
        String given = GIVEN.matcher(page.text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining());
        String imports = IMPORTS
                + IMPORT.matcher(given).results().map(found -> found.group()).collect(Collectors.joining());
        units.add(unit(home, "Stage", imports, "class Stage {\n" + STAGE + "}\n"));
        units.add(unit(
                home,
                "Given",
                imports,
                "class Given extends Stage {\n" + IMPORT.matcher(given).replaceAll("") + "}\n"));
        for (Page.Block block : page.blocks("java")) {
            Matcher type = TYPE.matcher(block.text());
            Matcher ownPackage = PACKAGE.matcher(block.text());
            if (ownPackage.find() && type.find()) {
                units.add(source(ownPackage.group(1) + "." + type.group(1), block.text()));
            } else if (type.reset().find()) {
                units.add(unit(home, type.group(1), imports, block.text()));
            } else {
                String name = "Line" + block.line();
                units.add(unit(
                        home,
                        name,
                        imports,
                        "class " + name + " extends Given {\nvoid run() throws Exception {\n" + block.text()
                                + "}\n}\n"));
            }
        }
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(complaints, null, null, options, null, units)
                .call();
        return compiled ? "" : complaints.toString();
    }

    private static JavaFileObject unit(String home, String type, String imports, String text) {
        return source(home + "." + type, "package " + home + ";\n" + imports + text);
    }

    private static JavaFileObject source(String type, String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
