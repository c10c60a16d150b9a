// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.scenarios.MemberProcess;
import io.github.elector.benchmarks.scenarios.Servers;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Without which a figure is not published: where, when and of what it was measured. */
final class RunFacts {
    private static final String UNKNOWN = "unknown";

    private RunFacts() {}

    /**
     * Before anything is measured.
     *
     * @param command what was typed, without secrets
     * @param load {@link #load} before the servers were started, whose start is a load too
     */
    static JsonObject atStart(List<String> command, Servers servers, JsonObject load) {
        JsonObject facts = new JsonObject()
                .put("command", "java -jar benchmarks.jar " + String.join(" ", command))
                .put("started", now())
                .put("commit", commit())
                .put("machine", machine())
                .put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("jvmOfContenders", String.join(" ", MemberProcess.JVM))
                .put("database", servers.describeDatabase());
        servers.describeZooKeeper().ifPresent(version -> facts.put("zooKeeper", version));
        return facts.put("loadAtStart", load);
    }

    /** Adds what is only known afterwards. */
    static void atEnd(JsonObject facts) {
        facts.put("ended", now()).put("loadAtEnd", load());
    }

    /** A URI in a command line tells its password. */
    static List<String> withoutSecrets(List<String> command) {
        return command.stream()
                .map(word -> word.replaceAll("//[^@/\\s]*@", "//…@").replaceAll("(?i)(pass\\w*=)[^&\\s]*", "$1…"))
                .toList();
    }

    /** Whether others used the machine too much for figures to be published. */
    static boolean busy(JsonObject facts) {
        double load = facts.getJsonObject("loadAtStart").getDouble("oneMinute");
        return load > ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors() / 4.0;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How much this machine does now. */
    static JsonObject load() {
        return new JsonObject()
                .put(
                        "oneMinute",
                        Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 100) / 100.0)
                .put("processors", ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors());
    }

    private static String machine() {
        String model = firstLine("/proc/cpuinfo", "model name").replaceFirst("^[^:]*:\\s*", "");
        String memory = firstLine("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        String gibibytes = memory.isEmpty()
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(memory) / 1024.0 / 1024);
        return Runtime.getRuntime().availableProcessors() + " processors, " + (model.isEmpty() ? UNKNOWN : model)
                + ", memory " + gibibytes + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    }

    private static String firstLine(String file, String begins) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(begins)).findFirst().orElse("");
        } catch (IOException elsewhere) {
            return "";
        }
    }

    /** Of the working tree this program lies in. */
    private static String commit() {
        try {
            Path code = Path.of(RunFacts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            File folder = code.resolveSibling(".").toFile();
            String commit = git(folder, "rev-parse", "HEAD");
            if (commit.isEmpty()) {
                return UNKNOWN;
            }
            return commit
                    + (git(folder, "status", "--porcelain", "--untracked-files=no")
                                    .isEmpty()
                            ? ""
                            : ", changed");
        } catch (URISyntaxException | IOException noTree) {
            return UNKNOWN;
        }
    }

    private static String git(File folder, String... words) throws IOException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), Stream.of(words)).toList())
                .directory(folder)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
