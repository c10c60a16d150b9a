// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cluster.TermSpan;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pauses of processes hit.
 *
 * @param all how many there were
 * @param ofLeader how many began while the process led something
 * @param beyondTerm how many of those lasted until such a term was over
 * @param whileAdding how many of all began and ended between the check and the outcome of an addition
 */
record PauseAccount(int all, int ofLeader, int beyondTerm, int whileAdding) {

    static PauseAccount of(
            List<Pause> pauses, List<LedTerm> terms, List<Addition> additions, Map<Long, Outcome> outcomes) {
        int ofLeader = 0;
        int beyondTerm = 0;
        int whileAdding = 0;
        Map<String, List<Addition>> byNode = new HashMap<>();
        for (Pause pause : pauses) {
            List<TermSpan> hit =
                    terms.stream().map(LedTerm::span).filter(pause::hits).toList();
            ofLeader += hit.isEmpty() ? 0 : 1;
            beyondTerm += hit.stream().anyMatch(term -> pause.endNanos() - term.endNanos() > 0) ? 1 : 0;
            boolean adding = byNode
                    .computeIfAbsent(
                            pause.node(),
                            node -> additions.stream()
                                    .filter(added -> added.node().equals(node))
                                    .toList())
                    .stream()
                    .anyMatch(added -> spans(added, outcomes.get(added.number()), pause));
            whileAdding += adding ? 1 : 0;
        }
        return new PauseAccount(pauses.size(), ofLeader, beyondTerm, whileAdding);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("all", all)
                .put("ofLeader", ofLeader)
                .put("beyondTerm", beyondTerm)
                .put("whileAdding", whileAdding);
    }

    /** Its outcome must be known: one that is not may be missing for another cause. */
    private static boolean spans(Addition added, @Nullable Outcome outcome, Pause pause) {
        return outcome != null
                && added.nanos() - pause.startNanos() < 0
                && outcome.nanos() - pause.startNanos() > (pause.endNanos() - pause.startNanos()) / 2;
    }
}
