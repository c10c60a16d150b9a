// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cluster.ReplicaEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a demonstration to people while it happens, in 80 columns of plain ASCII; any thread.
 *
 * <p>What a replica says about all its components at once is told once.
 */
final class Timeline implements Narrator {
    private static final int COLUMNS = 80;
    private static final long LATE_NANOS = 500_000_000;

    private final PrintStream out;
    private final Paint paint;
    private final List<String> nodes;
    private final long startNanos = System.nanoTime();
    private int losses;
    private final Map<String, String> lastOfNode = new HashMap<>();

    Timeline(PrintStream out, Paint paint, List<String> nodes) {
        this.out = out;
        this.paint = paint;
        this.nodes = nodes;
    }

    @Override
    public void begin(String database, Duration lease) {
        say(paint.bold(
                "elector-demo " + JarVersion.text() + ": " + nodes.size() + " replicas elect leaders, and lose them"));
        String times = ". Lease: " + Figures.seconds(lease.toNanos() / 1e6) + ".";
        say("Database: " + shortened(database, COLUMNS - "Database: ".length() - times.length()) + times);
        say("On the left seconds since the start. Ctrl-C ends everything.");
    }

    @Override
    public void console(String url) {
        say(time(System.nanoTime()) + "  " + url + " shows who leads.");
    }

    @Override
    public void event(ReplicaEvent event) {
        boolean perComponent = event.is("elected") || event.is("revoked") || event.is("overrun");
        if (event.is("leader-changed") || isKnown(event, perComponent)) {
            return;
        }
        long saidNanos = System.nanoTime();
        boolean isLate = saidNanos - event.nanos() > LATE_NANOS;
        say(time(event.nanos()) + "  "
                + paint.node(nodes.indexOf(event.node()), String.format(Locale.ROOT, "%-8s", event.node()))
                + String.format(Locale.ROOT, "%-11s", perComponent ? event.component() : "")
                + painted(event)
                + (isLate ? paint.faint(" (said " + time(saidNanos).strip() + ")") : ""));
    }

    @Override
    public void part(String text) {
        say("");
        say(paint.bold(time(System.nanoTime()) + "  " + text));
    }

    @Override
    public void loss(Loss loss, String node, List<String> components) {
        part(++losses + " of " + Loss.values().length + ": " + node + ", leader of " + String.join(" and ", components)
                + ",");
        say(paint.bold("          " + loss.sentence() + "."));
    }

    @Override
    public void provider(ProviderStep step) {
        say(time(System.nanoTime()) + "  "
                + paint.faint(String.format(
                        Locale.ROOT,
                        "%-8s%-11sat %s %s",
                        "provider",
                        " " + step.application(),
                        step.address(),
                        step.what())));
    }

    @Override
    public void end(Verdict verdict) {
        say("");
        verdict.table().forEach(this::say);
        say("");
        verdict.complaints().forEach(complaint -> say(paint.bad("FAILED: " + complaint)));
        if (verdict.held()) {
            say(paint.good("Held: never two leaders, no stale row, the tables say what is, always a leader soon."));
        }
    }

    private synchronized void say(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.US_ASCII);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    private synchronized boolean isKnown(ReplicaEvent event, boolean perComponent) {
        String last = lastOfNode.put(event.node(), event.event());
        boolean isExpectedEnd = event.is(ReplicaEvent.DIED) && ReplicaEvent.STOPPED.equals(last);
        return isExpectedEnd || (!perComponent && event.event().equals(last));
    }

    private String painted(ReplicaEvent event) {
        return switch (event.event()) {
            case "elected" -> paint.good(event.text());
            case "overrun" -> paint.bad(event.text());
            case "started", "stopped" -> paint.faint(event.text());
            default -> event.text();
        };
    }

    /** Its beginning and its end: of a database these are where it is and what it is called. */
    private static String shortened(String text, int columns) {
        if (text.length() <= columns) {
            return text;
        }
        int kept = columns - 3;
        return text.substring(0, kept - kept / 2) + "..." + text.substring(text.length() - kept / 2);
    }

    private String time(long nanos) {
        return String.format(Locale.ROOT, "%8.3f", (nanos - startNanos) / 1e9);
    }
}
