// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One block about one recording, for people. */
record HistoryReport(Workload workload, Workload.Recording recording, HistoryCheck.Outcome outcome, long checkedNanos) {
    private static final String COLUMNS = "  %-12s %10s %10s %10s %10s %12s";

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("History of a lease store on " + workload.ground().name() + ", asked by "
                + (workload.kind() == Workload.Kind.STORE ? "clients at random" : "electors")
                + ", recorded under faults and checked for an order");
        lines.add("  Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, seed " + workload.seed() + ", "
                + workload.lasts().toMillis() / 1e3
                + " s, " + number(recording.history().operations().size()) + " operations");
        lines.add(COLUMNS.formatted("operation", "yes", "no", "busy", "unknown", "of which did"));
        HistoryCheck.Effects effects = outcome.effects();
        lines.add(row("open", Operation.Open.class, each -> each.answer() != null ? true : null, effects.opens()));
        lines.add(row(
                "heartbeat",
                Operation.Heartbeat.class,
                each -> each.answer() == null ? null : each.answer() instanceof StoreAnswer.Beat,
                effects.heartbeats()));
        lines.add(row("look", Operation.Look.class, each -> each.answer() != null ? true : null, -1));
        lines.add(row("expire", Operation.Expire.class, Operation.Expire::answer, -1));
        lines.add(row("close", Operation.Close.class, each -> each.done() ? true : null, effects.closes()));
        lines.add(claims(effects.grants()));
        lines.add(row("release", Operation.Release.class, Operation.Release::answer, effects.releases()));
        lines.add(row("fenced write", Operation.Write.class, Operation.Write::answer, effects.writes()));
        lines.add("  terms %s, lives of the server %s, a claim given up was granted up to %s ms later (at least)"
                .formatted(
                        number(effects.terms()),
                        number(effects.generations()),
                        number(effects.latestNanos() / 1_000_000)));
        lines.add("  checked in %s ms of processor time".formatted(number(checkedNanos / 1_000_000)));
        lines.add("  %-24s %10s".formatted("fault", "times"));
        recording.faults().forEach((fault, times) -> lines.add("  %-24s %10s".formatted(fault, number(times))));
        outcome.violations().stream().limit(5).forEach(each -> lines.add("  " + each));
        lines.add("violations: " + outcome.violations().size());
        return String.join("\n", lines);
    }

    private <T extends Operation> String row(
            String name, Class<T> kind, Function<T, Boolean> answer, int unknownThatDid) {
        long yes = 0;
        long no = 0;
        long unknown = 0;
        for (T each : recording.history().all(kind)) {
            Boolean told = answer.apply(each);
            yes += Boolean.TRUE.equals(told) ? 1 : 0;
            no += Boolean.FALSE.equals(told) ? 1 : 0;
            unknown += told == null ? 1 : 0;
        }
        return line(name, yes, no, 0, unknown, unknownThatDid);
    }

    private String claims(int unknownThatDid) {
        long[] counts = new long[4];
        for (Operation.Acquire acquire : recording.history().all(Operation.Acquire.class)) {
            for (int place = 0; place < acquire.request().claims().size(); place++) {
                counts[kind(acquire.answer(place))]++;
            }
        }
        return line("claim", counts[0], counts[1], counts[2], counts[3], unknownThatDid);
    }

    private static int kind(StoreAnswer.Acquired answer) {
        if (answer instanceof StoreAnswer.Granted) {
            return 0;
        }
        if (answer instanceof StoreAnswer.Refused) {
            return 1;
        }
        return answer instanceof StoreAnswer.Busy ? 2 : 3;
    }

    private static String line(String name, long yes, long no, long busy, long unknown, int unknownThatDid) {
        return COLUMNS.formatted(
                name,
                number(yes),
                number(no),
                number(busy),
                number(unknown),
                unknownThatDid < 0 ? "" : number(unknownThatDid));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
