// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.SessionId;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The row of one session: opened, one version after the other, closed. What each operation has to do with it is collected
 * first; {@link #putInOrder} makes moments of it.
 */
final class SessionRow {
    final SessionId id;
    final List<Operation.Open> opens = new ArrayList<>();
    final List<Operation.Heartbeat> heartbeats = new ArrayList<>();
    final List<Operation.Close> closes = new ArrayList<>();
    final List<Operation.Expire> expiries = new ArrayList<>();
    final List<Sight> sights = new ArrayList<>();

    @Nullable
    Instant opened;

    List<Instant> versions = List.of();

    @Nullable
    Instant closed;

    int unknownHeartbeats;
    boolean unknownOpen;
    boolean unknownClose;

    /** What a look saw of the row: its version, or none because there was no row, and whether it was closed. */
    record Sight(Operation by, @Nullable Long version, boolean isClosed) {}

    SessionRow(SessionId id) {
        this.id = id;
    }

    void putInOrder(History history, Instants instants, List<Violation> violations) {
        putOpening(history, instants, violations);
        if (opened == null) {
            return;
        }
        putClosing(history, instants, violations);
        putVersions(history, instants, violations);
        Instant last = opened;
        for (Instant version : versions) {
            instants.order(last, version);
            last = version;
        }
        instants.order(last, closed);
    }

    /** The moment of a version, if there ever was that one and it was not the first. */
    Optional<Instant> version(long number) {
        return number >= 1 && number <= versions.size()
                ? Optional.of(versions.get((int) number - 1))
                : Optional.empty();
    }

    /** Puts a moment at which the row was there, at this version. */
    void shown(Instants instants, Instant at, long version, boolean asClosed) {
        instants.orderIfAny(opened, at);
        version(version).ifPresent(made -> instants.order(made, at));
        version(version + 1).ifPresent(next -> instants.order(at, next));
        if (closed != null && asClosed) {
            instants.order(closed, at);
        } else if (closed != null) {
            instants.order(at, closed);
        }
    }

    private void putOpening(History history, Instants instants, List<Violation> violations) {
        Optional<Operation> evidence = Stream.concat(
                        sights.stream().filter(sight -> sight.version() != null).map(Sight::by),
                        yes().map(each -> (Operation) each))
                .findFirst();
        Optional<Operation.Open> answered =
                opens.stream().filter(open -> open.answer() != null).findFirst();
        if (answered.isPresent()) {
            opened = instants.during("opening of " + id, answered.get());
        } else if (evidence.isPresent() && opens.isEmpty()) {
            violations.add(new Violation(id + " is there, but nobody opened it", List.of(evidence.get())));
        } else if (evidence.isPresent()) {
            unknownOpen = true;
            opened = instants.between(
                    "opening of " + id,
                    opens.get(0),
                    opens.get(0).invoked(),
                    opens.get(0),
                    history.latest(opens.get(0)));
        }
    }

    private void putClosing(History history, Instants instants, List<Violation> violations) {
        Optional<Operation> evidence = closing().findFirst();
        if (evidence.isEmpty()) {
            return;
        }
        List<Operation.Expire> expired = expiries.stream()
                .filter(each -> Boolean.TRUE.equals(each.answer()))
                .toList();
        if (expired.size() > 1) {
            violations.add(Violation.of(id + " was closed twice for its silence", expired));
        }
        String what = "close of " + id;
        if (!expired.isEmpty()) {
            closed = instants.during(what, expired.get(0));
        } else {
            closed = putUnknownClosing(what, evidence.get(), history, instants, violations);
        }
        checkClosers(violations);
    }

    private Instant putUnknownClosing(
            String what, Operation evidence, History history, Instants instants, List<Violation> violations) {
        OptionalLong version = lastVersion();
        List<Operation> candidates = new ArrayList<>(closes);
        expiries.stream()
                .filter(each -> each.answer() == null
                        && (version.isEmpty() || each.request().version() == version.getAsLong()))
                .forEach(candidates::add);
        if (candidates.isEmpty()) {
            violations.add(new Violation(id + " is closed, but nobody can have closed it", List.of(evidence)));
            return instants.between(what, null, Long.MIN_VALUE, null, Long.MAX_VALUE);
        }
        unknownClose = closes.stream().noneMatch(Operation.Close::done);
        Operation first = candidates.stream()
                .min(Comparator.comparingLong(Operation::invoked))
                .orElseThrow();
        Function<Operation, Long> latest =
                each -> each instanceof Operation.Close close && close.done() ? each.answered() : history.latest(each);
        Operation last = candidates.stream().max(Comparator.comparing(latest)).orElseThrow();
        return instants.between(what, first, first.invoked(), last, latest.apply(last));
    }

    /** Who is told who closed it is told of somebody who may have. */
    private void checkClosers(List<Violation> violations) {
        for (Operation.Heartbeat heartbeat : heartbeats) {
            if (heartbeat.answer() instanceof StoreAnswer.Gone gone
                    && gone.closedBy() != null
                    && expiries.stream()
                            .noneMatch(each -> each.by().value().equals(gone.closedBy())
                                    && !Boolean.FALSE.equals(each.answer()))) {
                violations.add(new Violation(
                        id + " was told that " + gone.closedBy() + " closed it, which did not", List.of(heartbeat)));
            }
        }
    }

    /** Whoever knows that it is closed. */
    private Stream<Operation> closing() {
        Stream<Operation> told = Stream.<Operation>concat(
                closes.stream().filter(each -> each.done() && surelyOpened(each)),
                expiries.stream().filter(each -> Boolean.TRUE.equals(each.answer())));
        Stream<Operation> gone = heartbeats.stream()
                .filter(each -> each.answer() instanceof StoreAnswer.Gone && surelyOpened(each))
                .map(each -> each);
        return Stream.concat(
                Stream.concat(sights.stream().filter(Sight::isClosed).map(Sight::by), told), gone);
    }

    /** Whether a close that nobody knows of, and nobody saw, may have come before that was answered. */
    boolean mayBeClosedUnseen(Operation during) {
        return closed == null
                && Stream.concat(closes.stream(), expiries.stream().filter(each -> each.answer() == null))
                        .anyMatch(each -> each.invoked() <= during.answered());
    }

    /** Whether a heartbeat that nobody knows of may have made a version that nobody saw. */
    boolean mayBeRenewedUnseen(long version, Operation during) {
        return version >= versions.size()
                && heartbeats.stream().anyMatch(each -> each.answer() == null && each.invoked() <= during.answered());
    }

    /** Whether there was a row before that was asked for. */
    boolean surelyOpened(Operation asked) {
        return opened != null && opened.upper <= asked.invoked();
    }

    private OptionalLong lastVersion() {
        return LongStream.concat(
                        sights.stream()
                                .filter(sight -> sight.isClosed() && sight.version() != null)
                                .mapToLong(Sight::version),
                        expiries.stream()
                                .filter(each -> Boolean.TRUE.equals(each.answer()))
                                .mapToLong(each -> each.request().version()))
                .max();
    }

    private Stream<Operation.Heartbeat> yes() {
        return heartbeats.stream().filter(each -> each.answer() instanceof StoreAnswer.Beat);
    }

    private void putVersions(History history, Instants instants, List<Violation> violations) {
        List<Operation> telling = new ArrayList<>();
        sights.stream().filter(sight -> sight.version() != null).map(Sight::by).forEach(telling::add);
        closing().forEach(telling::add);
        yes().forEach(telling::add);
        telling = identities(telling).stream()
                .sorted(Comparator.comparingInt(each -> each.span().number()))
                .toList();
        Optional<HeartbeatOrder.Bounds[]> bounds = bounds(history, telling);
        if (bounds.isEmpty()) {
            violations.add(new Violation(
                    "no order of its heartbeats explains the versions of " + id, smallest(history, telling)));
            return;
        }
        unknownHeartbeats = bounds.get().length - (int) yes().count();
        List<Instant> made = new ArrayList<>();
        for (HeartbeatOrder.Bounds each : bounds.get()) {
            made.add(instants.between(
                    "version " + (made.size() + 1) + " of " + id,
                    each.first(),
                    each.earliest(),
                    each.last(),
                    each.latest()));
        }
        versions = made;
    }

    /** What still cannot be explained if everything else is forgotten. */
    private List<Operation> smallest(History history, List<Operation> telling) {
        List<Operation> kept = new ArrayList<>(telling);
        for (int size = Math.max(1, kept.size() / 2); size >= 1; size /= 2) {
            for (int from = 0; from < kept.size(); ) {
                List<Operation> fewer = new ArrayList<>(kept);
                fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
                if (bounds(history, fewer).isEmpty()) {
                    kept = fewer;
                } else {
                    from += size;
                }
            }
        }
        return kept;
    }

    /** As told by these alone; a heartbeat that is not among them may have had its effect or not. */
    private Optional<HeartbeatOrder.Bounds[]> bounds(History history, Collection<Operation> telling) {
        Set<Operation> told = identities(telling);
        List<Operation.Heartbeat> yes = yes().filter(told::contains).toList();
        Set<Operation> answered = identities(yes);
        List<Operation.Heartbeat> unknown = heartbeats.stream()
                .filter(each -> !answered.contains(each))
                .filter(each -> !(each.answer() instanceof StoreAnswer.Gone) || history.readsBack())
                .toList();
        List<Sight> seen = sights.stream()
                .filter(sight -> sight.version() != null && told.contains(sight.by()))
                .toList();
        List<Operation.Expire> expired = expiries.stream()
                .filter(each -> Boolean.TRUE.equals(each.answer()) && told.contains(each))
                .toList();
        long fewest = LongStream.concat(
                        seen.stream().mapToLong(Sight::version),
                        expired.stream().mapToLong(each -> each.request().version()))
                .max()
                .orElse(0);
        OptionalLong last = LongStream.concat(
                        seen.stream().filter(Sight::isClosed).mapToLong(Sight::version),
                        expired.stream().mapToLong(each -> each.request().version()))
                .min();
        long most = last.isPresent() ? last.getAsLong() : yes.size() + unknown.size();
        return fewest > most
                ? Optional.empty()
                : new HeartbeatOrder(yes, unknown, lower(seen, (int) most), upper(seen, told, (int) most), (int) fewest)
                        .bounds();
    }

    /** A version that has not come yet is made after that was asked for. */
    private long[] lower(List<Sight> seen, int most) {
        long[] lower = new long[most];
        Arrays.fill(lower, opened == null ? Long.MIN_VALUE : opened.lower);
        for (Sight sight : seen) {
            int next = (int) Math.min(sight.version(), most);
            if (next < most) {
                lower[next] = Math.max(lower[next], sight.by().invoked());
            }
        }
        for (int i = 1; i < most; i++) {
            lower[i] = Math.max(lower[i], lower[i - 1]);
        }
        return lower;
    }

    /** A version that is seen was made before that was answered, and each before the session was closed. */
    private long[] upper(List<Sight> seen, Set<Operation> told, int most) {
        long[] upper = new long[most];
        Arrays.fill(
                upper,
                closing()
                        .filter(told::contains)
                        .mapToLong(Operation::answered)
                        .min()
                        .orElse(Long.MAX_VALUE));
        for (Sight sight : seen) {
            if (sight.version() >= 1) {
                int made = (int) (sight.version() - 1);
                upper[made] = Math.min(upper[made], sight.by().answered());
            }
        }
        for (int i = most - 2; i >= 0; i--) {
            upper[i] = Math.min(upper[i], upper[i + 1]);
        }
        return upper;
    }

    private static Set<Operation> identities(Collection<? extends Operation> operations) {
        Set<Operation> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(operations);
        return identities;
    }
}
