// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happened in one cell, in the order it was told. Any thread. */
final class Chronicle {
    private final List<Event> events = new ArrayList<>();
    private final Map<Predicate<Event>, Promise<Event>> awaited = new LinkedHashMap<>();
    private final Consumer<Event> also;

    /** One thing that happened; {@code nanos} is {@link System#nanoTime()}. */
    sealed interface Event {
        String node();

        long nanos();
    }

    /** A node told something on its event bus. */
    record Told(String node, Notice notice, long nanos) implements Event {
        boolean is(NoticeType type) {
            return notice.type() == type;
        }
    }

    /** A node's heartbeat was answered yes. */
    record Beat(String node, long nanos) implements Event {}

    /** A write of this term's work was accepted. */
    record Wrote(String node, long term, long nanos) implements Event {}

    /** A write of a term whose work has ended was refused. */
    record Refused(String node, long term, long nanos) implements Event {}

    /** An exception that came to nobody. */
    record Unhandled(String node, String what, long nanos) implements Event {}

    Chronicle() {
        this(event -> {});
    }

    /** Tells each event to somebody else as well, on the thread it is told on. */
    Chronicle(Consumer<Event> also) {
        this.also = also;
    }

    void add(Event event) {
        List<Promise<Event>> due = new ArrayList<>();
        synchronized (this) {
            events.add(event);
            awaited.entrySet().removeIf(each -> each.getKey().test(event) && due.add(each.getValue()));
        }
        due.forEach(each -> each.complete(event));
        also.accept(event);
    }

    /** An exception that came to nobody. */
    void unhandled(String node, Throwable thrown) {
        add(new Unhandled(node, thrown.toString(), System.nanoTime()));
    }

    /** The term this node leads in, if it was announced and not revoked. */
    Optional<Long> leading(String node) {
        Optional<Told> last = notices().stream()
                .filter(told ->
                        told.node().equals(node) && (told.is(NoticeType.ELECTED) || told.is(NoticeType.REVOKED)))
                .reduce((before, after) -> after);
        return last.filter(told -> told.is(NoticeType.ELECTED))
                .map(told -> told.notice().term());
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    List<Told> notices() {
        return events().stream()
                .filter(Told.class::isInstance)
                .map(Told.class::cast)
                .toList();
    }

    /** The first that is so, past or to come. */
    synchronized Future<Event> first(Predicate<Event> condition) {
        Optional<Event> known = events.stream().filter(condition).findFirst();
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        Promise<Event> later = Promise.promise();
        awaited.put(condition, later);
        return later.future();
    }

    /** When this term began, if it was announced. */
    Optional<Told> elected(long term) {
        return notices().stream()
                .filter(told ->
                        told.is(NoticeType.ELECTED) && term == told.notice().term())
                .findFirst();
    }
}
