// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cluster.TermSpan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a demonstration showed, against what is promised.
 *
 * <p>The times without a leader are counted from the loss itself, although the term of a leader that is frozen or cut
 * off stays valid for a while. How long the first leaders took is told and not judged: it is mostly how long JVMs take to
 * start side by side.
 *
 * @param takeovers each loss and component
 * @param terms how many there were
 * @param overlaps pairs of terms of one component that were valid at the same instant
 * @param rows how many lines the leaders wrote into the journal
 * @param staleRows how many of them after a row of a later term
 * @param firstMillis until each component had its first leader, from when a second replica campaigned
 * @param leaderlessMillis the longest time a component had no leader after its first
 * @param allowedMillis how long it may
 * @param tables what the leaders had written in the end
 * @param differences what the tables said otherwise than their sources, and did not put right in time
 */
record Verdict(
        List<Takeover> takeovers,
        int terms,
        int overlaps,
        long rows,
        long staleRows,
        double firstMillis,
        double leaderlessMillis,
        double allowedMillis,
        Tables tables,
        List<String> differences) {

    /** Whether everything held. */
    boolean held() {
        return complaints().isEmpty();
    }

    /** What did not hold. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (overlaps > 0) {
            complaints.add(overlaps + " pairs of terms were valid at the same time");
        }
        if (staleRows > 0) {
            complaints.add(staleRows + " rows were written after a row of a later term");
        }
        if (rows == 0) {
            complaints.add("no leader wrote a row");
        }
        if (leaderlessMillis > allowedMillis) {
            complaints.add("a component had no leader for " + Figures.seconds(leaderlessMillis));
        }
        complaints.addAll(differences);
        return complaints;
    }

    /** For people, in 80 columns. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-10s %-12s %-17s %12s  %20s", "loss", "component", "leader", "takeover", "since heartbeat"));
        for (Takeover takeover : takeovers) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %-12s %-17s %12s  %20s",
                    takeover.loss().title(),
                    takeover.component(),
                    takeover.from() + " -> " + takeover.to(),
                    Figures.seconds(takeover.millis()),
                    takeover.sinceHeartbeatMillis().isEmpty()
                            ? "-"
                            : Figures.seconds(takeover.sinceHeartbeatMillis().getAsDouble())));
        }
        lines.add("");
        lines.add(row("terms valid at the same time", Integer.toString(overlaps), "of " + terms + " terms"));
        lines.add(row("stale rows", Long.toString(staleRows), "of " + rows + " written through the fence"));
        lines.add(row(
                "registered, in SQL",
                count(tables.registeredRows()),
                "of " + tables.registered().size() + " that ZooKeeper has"));
        lines.add(row(
                "running, in SQL",
                count(tables.runningRows()),
                "of " + tables.running().size() + " that the process table has"));
        lines.add(row("first leaders after", Figures.seconds(firstMillis), "since a second replica campaigned"));
        lines.add(row(
                "longest without a leader",
                Figures.seconds(leaderlessMillis),
                "allowed: lease + 2 s = " + Figures.seconds(allowedMillis)));
        return lines;
    }

    private static String count(Set<String> rows) {
        return Integer.toString(rows.size());
    }

    private static String row(String what, String value, String comment) {
        return String.format(Locale.ROOT, "%-30s %10s   %s", what, value, comment);
    }

    /** For programs. */
    JsonObject toJson() {
        JsonArray losses = new JsonArray();
        takeovers.forEach(takeover -> losses.add(takeover.toJson()));
        return new JsonObject()
                .put("nanos", System.nanoTime())
                .put("event", "summary")
                .put("held", held())
                .put("terms", terms)
                .put("overlaps", overlaps)
                .put("rows", rows)
                .put("staleRows", staleRows)
                .put("firstMillis", Figures.rounded(firstMillis))
                .put("leaderlessMillis", Figures.rounded(leaderlessMillis))
                .put("allowedMillis", Figures.rounded(allowedMillis))
                .put("registeredRows", tables.registeredRows().size())
                .put("runningRows", tables.runningRows().size())
                .put("differences", new JsonArray(differences))
                .put("losses", losses);
    }

    /** From {@code fromNanos} until the first term of this component. */
    static double firstMillis(String component, List<TermSpan> spans, long fromNanos) {
        return Math.max(0, ordered(component, spans).get(0).startNanos() - fromNanos) / 1e6;
    }

    /** The longest time without a leader of this component between its first term and its last. */
    static double leaderlessMillis(String component, List<TermSpan> spans, List<Takeover> takeovers) {
        List<TermSpan> ordered = ordered(component, spans);
        long longest = 0;
        long covered = ordered.get(0).startNanos();
        for (TermSpan span : ordered) {
            longest = Math.max(longest, span.startNanos() - covered);
            covered = Math.max(covered, usefulEnd(span, takeovers));
        }
        return longest / 1e6;
    }

    private static List<TermSpan> ordered(String component, List<TermSpan> spans) {
        return spans.stream()
                .filter(span -> span.component().equals(component))
                .sorted(Comparator.comparingLong(TermSpan::startNanos))
                .toList();
    }

    /** A leader that is lost is of no use from then on, valid or not. */
    private static long usefulEnd(TermSpan span, List<Takeover> takeovers) {
        return takeovers.stream()
                .filter(takeover -> takeover.component().equals(span.component())
                        && takeover.from().equals(span.node())
                        && takeover.lostNanos() - span.startNanos() >= 0
                        && takeover.lostNanos() - span.endNanos() < 0)
                .mapToLong(Takeover::lostNanos)
                .findFirst()
                .orElse(span.endNanos());
    }
}
