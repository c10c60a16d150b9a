// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a nemesis came to.
 *
 * @param wanted how many leader changes it was to see
 * @param terms what the terms come to
 * @param lists what the lists of each kind come to
 * @param strokes how often each fault was done
 * @param pauses what the pauses of processes hit
 * @param overruns how many times work did not end within the stop budget
 * @param recoveryMillis from the last effect of the last fault until each component had a leader
 */
record NemesisFigures(
        int wanted,
        TermAccount terms,
        Map<ListKind, ListAccount> lists,
        Map<NemesisFault, Integer> strokes,
        PauseAccount pauses,
        int overruns,
        double recoveryMillis) {

    static NemesisFigures of(
            int wanted,
            List<ReplicaEvent> events,
            Reports reports,
            Map<ListKind, Map<String, ListHead>> rows,
            Map<NemesisFault, Integer> strokes,
            List<Pause> pauses,
            double recoveryMillis) {
        List<LedTerm> terms = LedTerm.all(events, reports.sightings());
        List<Addition> additions = reports.additions();
        Map<Long, Outcome> outcomes = reports.outcomes();
        Map<ListKind, ListAccount> lists = new EnumMap<>(ListKind.class);
        rows.forEach((kind, heads) -> lists.put(kind, ListAccount.of(kind, additions, outcomes, heads)));
        return new NemesisFigures(
                wanted,
                TermAccount.of(terms),
                lists,
                strokes,
                PauseAccount.of(pauses, terms, additions, outcomes),
                (int) events.stream().filter(event -> event.is("overrun")).count(),
                recoveryMillis);
    }

    /** What must not be, in words; empty if everything held. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        complain(violations, terms.overlaps(), "terms began while an earlier one was valid");
        complain(violations, terms.backward(), "terms have no larger number than an earlier one");
        complain(violations, terms.outside().size(), "terms were valid before their beginning or after their end");
        terms.outside().forEach(term -> violations.add(term.toString()));
        lists.forEach((kind, list) -> {
            complain(violations, list.broken(), "lists cannot be followed: " + kind.title());
            if (kind.isFenced()) {
                complain(violations, list.lost(), "acknowledged updates are lost: " + kind.title());
                complain(violations, list.stale(), "writes of an older term after one of a newer: " + kind.title());
                complain(violations, list.refused().present(), "refused writes took effect: " + kind.title());
                complain(violations, list.added().all() == 0 ? 1 : 0, "workload wrote nothing: " + kind.title());
            }
        });
        complain(violations, Math.max(0, wanted - terms.changes()), "leader changes are missing: give it more time");
        return violations;
    }

    JsonObject toJson() {
        JsonObject byKind = new JsonObject();
        lists.forEach((kind, list) -> byKind.put(
                kind.text(),
                new JsonObject()
                        .put("acknowledged", list.added().all())
                        .put("lost", list.lost())
                        .put("stale", list.stale())
                        .put("refused", list.refused().all())
                        .put("refusedPresent", list.refused().present())
                        .put("unknown", list.unknown().all())
                        .put("unknownPresent", list.unknown().present())
                        .put("broken", list.broken())));
        JsonObject byCause = new JsonObject();
        terms.gapsByCause()
                .forEach(
                        (cause, gaps) -> byCause.put(cause, Percentiles.of(gaps).toJson("changes")));
        JsonObject byFault = new JsonObject();
        strokes.forEach((fault, times) -> byFault.put(fault.name().toLowerCase(Locale.ROOT), times));
        return new JsonObject()
                .put("event", "summary")
                .put("terms", terms.terms())
                .put("leaderChanges", terms.changes())
                .put("overlaps", terms.overlaps())
                .put("backward", terms.backward())
                .put("validOutside", terms.outside().size())
                .put("lists", byKind)
                .put("gaps", Percentiles.of(terms.gaps()).toJson("changes"))
                .put("gapsByCause", byCause)
                .put("faults", byFault)
                .put("pauses", pauses.toJson())
                .put("overruns", overruns)
                .put("recoveryMillis", Figures.rounded(recoveryMillis))
                .put("violated", new JsonArray(violations()))
                .put("violations", violations().size());
    }

    private static void complain(List<String> violations, long count, String what) {
        if (count > 0) {
            violations.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
