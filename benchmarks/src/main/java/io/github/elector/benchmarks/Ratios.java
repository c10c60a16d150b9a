// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.store.StoreUri;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints what the benchmarks of one run of JMH have to do with each other, as a Markdown table: the ratio of the medians
 * of all forks, each of which counts by the median of its iterations, and its spread, from the fork with the least of the
 * one by that with the most of the other to the opposite.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar SqlHeartbeat -prof gc -rf json -rff result.json
 * java -cp benchmarks/target/benchmarks.jar io.github.elector.benchmarks.Ratios result.json
 * }</pre>
 *
 * <p>Only runs of one file are compared, and only those with equal parameters. A target counts as met or missed if the
 * whole spread lies on one side of it, and if there were three forks or more: the iterations of one JVM differ by less than
 * JVMs do. Nothing to compare is an error.
 */
public final class Ratios {
    private Ratios() {}

    /** Of the file that is named; ends with 2 if there is none that JMH wrote, and with 1 if it has nothing to compare. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("name one file that JMH wrote with -rf json -rff result.json");
            return 2;
        }
        try {
            JmhResult result = JmhResult.of(Files.readString(Path.of(arguments[0])));
            List<Ratio> ratios = of(result);
            if (ratios.isEmpty()) {
                err.println(
                        "nothing to compare in " + arguments[0] + ": it has no two benchmarks, with equal parameters,"
                                + " of which a ratio is known; bytes need -prof gc");
                return 1;
            }
            out.print(table(result, ratios));
            return 0;
        } catch (IOException unreadable) {
            err.println("cannot read " + arguments[0] + ": " + unreadable);
            return 2;
        } catch (IllegalArgumentException unusable) {
            err.println(arguments[0] + ": " + unusable.getMessage());
            return 2;
        }
    }

    /** All that are known of a result. */
    static List<Ratio> of(JmhResult result) {
        List<Ratio> ratios = new ArrayList<>();
        for (Comparison comparison : Comparison.all()) {
            for (JmhResult.Run subject : result.runs()) {
                JmhResult.Run base = subject.name().equals(comparison.subject())
                        ? result.find(comparison.base(), subject.parameters())
                        : null;
                if (base != null) {
                    Ratio.of(comparison, subject, base).ifPresent(ratios::add);
                }
            }
        }
        return ratios;
    }

    private static String table(JmhResult result, List<Ratio> ratios) {
        String head =
                result.runs().stream().map(JmhResult.Run::about).distinct().collect(Collectors.joining("; "));
        return head + "\n\n"
                + "| benchmark | compared with | parameters | of | median | compared with | unit | ratio | spread | target |\n"
                + "| --- | --- | --- | --- | ---: | ---: | --- | ---: | --- | --- |\n"
                + ratios.stream().map(Ratios::line).collect(Collectors.joining());
    }

    private static String line(Ratio ratio) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %,.1f | %,.1f | %s | %.2f | %s | %s |%n",
                ratio.comparison().subject(),
                method(ratio.comparison().base()),
                parameters(ratio.parameters()),
                ratio.comparison().metric(),
                ratio.subject().median(),
                ratio.base().median(),
                ratio.subject().unit(),
                ratio.middle(),
                ratio.spread(),
                ratio.verdict());
    }

    private static String method(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /** A URI may hold a password. */
    private static String parameters(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + shown(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(String value) {
        return value.contains("://") ? StoreUri.withoutSecrets(value) : value;
    }
}
