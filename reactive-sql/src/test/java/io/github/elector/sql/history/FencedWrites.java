// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was written behind fences lies within its term, and the journal is in the order of the terms. */
final class FencedWrites {
    private final Instants instants;
    private final Leases leases;
    private final Sessions sessions;
    private final List<Violation> violations;
    private int unknownWrites;

    FencedWrites(Instants instants, Leases leases, Sessions sessions, List<Violation> violations) {
        this.instants = instants;
        this.leases = leases;
        this.sessions = sessions;
        this.violations = violations;
    }

    int unknownWrites() {
        return unknownWrites;
    }

    void put(History history) {
        for (Operation.ReadJournal read : history.all(Operation.ReadJournal.class)) {
            Map<String, Operation.Entry> journal = new HashMap<>();
            read.entries().forEach(entry -> {
                if (journal.put(entry.text(), entry) != null) {
                    violations.add(new Violation("the journal has " + entry.text() + " twice", List.of(read)));
                }
            });
            Map<String, Operation.Write> writes = new HashMap<>();
            history.all(Operation.Write.class).forEach(write -> {
                writes.put(write.entry(), write);
                put(write, read, Optional.ofNullable(journal.get(write.entry())));
            });
            checkOrder(read, writes);
        }
    }

    private void put(Operation.Write write, Operation.ReadJournal read, Optional<Operation.Entry> entry) {
        boolean written = Boolean.TRUE.equals(write.answer());
        if (entry.isEmpty()) {
            if (written && write.answered() <= read.invoked()) {
                violations.add(
                        new Violation(write.entry() + " was written and is not in the journal", List.of(write, read)));
            }
            return;
        }
        if (Boolean.FALSE.equals(write.answer())) {
            violations.add(new Violation(write.entry() + " was refused and is in the journal", List.of(write, read)));
            return;
        }
        if (!entry.get().term().equals(write.term())) {
            violations.add(new Violation(
                    write.entry() + " is in the journal with another term, "
                            + entry.get().term(),
                    List.of(write, read)));
            return;
        }
        unknownWrites += written ? 0 : 1;
        Operation until = written && write.answered() < read.answered() ? write : read;
        Instant commit =
                instants.between("commit of " + write.entry(), write, write.committingNanos(), until, until.answered());
        Optional<Tenure> tenure = leases.find(write.term());
        tenure.ifPresent(each -> each.shown(instants, commit, false));
        Instant closed = sessions.row(write.term().session()).closed;
        if (write.checksSession() && closed != null) {
            // Only the check comes before it: what was let in before is not held up by the close.
            Instant check =
                    instants.between("check of " + write.entry(), write, write.invoked(), until, until.answered());
            instants.order(check, commit);
            instants.order(check, closed);
        }
    }

    private void checkOrder(Operation.ReadJournal read, Map<String, Operation.Write> writes) {
        Map<String, Operation.Entry> latest = new HashMap<>();
        List<Operation.Entry> inOrder = read.entries().stream()
                .sorted(Comparator.comparingLong(Operation.Entry::sequence))
                .toList();
        for (Operation.Entry entry : inOrder) {
            if (!writes.containsKey(entry.text())) {
                violations.add(new Violation("nobody wrote " + entry.text() + " of the journal", List.of(read)));
                continue;
            }
            Operation.Entry before = latest.put(entry.term().component().value(), entry);
            if (before != null && before.term().number() > entry.term().number()) {
                violations.add(new Violation(
                        entry.text() + " of term " + entry.term().number() + " stands in the journal behind "
                                + before.text() + " of the later term "
                                + before.term().number(),
                        List.of(writes.get(before.text()), writes.get(entry.text()))));
            }
        }
    }
}
