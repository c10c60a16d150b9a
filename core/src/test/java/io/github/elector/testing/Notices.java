// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Listens to the notices about one component on one Vertx. */
public final class Notices {
    private final String component;
    private final List<Notice> heard = new ArrayList<>();
    private final Map<NoticeType, List<Promise<Notice>>> waiters = new EnumMap<>(NoticeType.class);
    private final Map<NoticeType, Integer> read = new EnumMap<>(NoticeType.class);
    private volatile Consumer<Notice> also = notice -> {};

    private Notices(String component) {
        this.component = component;
    }

    /** From now on, at addresses with the default prefix. */
    public static Notices about(String component, Vertx vertx) {
        Notices notices = new Notices(component);
        String address = new Addresses(Addresses.DEFAULT_PREFIX).event(new ComponentName(component));
        vertx.eventBus().<JsonObject>localConsumer(address, message -> notices.hear(Notice.from(message.body())));
        return notices;
    }

    /** Is run for each notice, on the thread it is delivered on. */
    public void alsoTell(Consumer<Notice> listener) {
        also = listener;
    }

    /** The next of this type that was not returned before. */
    public Notice await(NoticeType type) {
        return Await.await("a notice '" + type.text() + "' about '" + component + "'", next(type));
    }

    /** The same as a future. */
    public synchronized Future<Notice> next(NoticeType type) {
        int index = read.merge(type, 1, Integer::sum) - 1;
        List<Notice> known = all(type);
        if (index < known.size()) {
            return Future.succeededFuture(known.get(index));
        }
        Promise<Notice> next = Promise.promise();
        waiters.computeIfAbsent(type, any -> new ArrayList<>()).add(next);
        return next.future();
    }

    /** All so far, in the order of their delivery. */
    public synchronized List<Notice> all() {
        return List.copyOf(heard);
    }

    /** All of this type so far. */
    public synchronized List<Notice> all(NoticeType type) {
        return heard.stream().filter(notice -> notice.type() == type).toList();
    }

    private void hear(Notice notice) {
        Promise<Notice> waiter = null;
        synchronized (this) {
            heard.add(notice);
            List<Promise<Notice>> waiting = waiters.getOrDefault(notice.type(), List.of());
            if (!waiting.isEmpty()) {
                waiter = waiting.remove(0);
            }
        }
        if (waiter != null) {
            waiter.complete(notice);
        }
        also.accept(notice);
    }
}
