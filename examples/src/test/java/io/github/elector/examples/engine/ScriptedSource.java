// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.Phase;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Skips;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A source that has what a test says and does what a test says; told from any thread, and it is done when they return. */
final class ScriptedSource implements Driver {
    private final List<String> acts = new ArrayList<>();
    private final Map<InstanceKey, RuntimeInstance> instances = new LinkedHashMap<>();
    private final List<Opened> opened = new ArrayList<>();
    private final Deque<Future<Void>> lists = new ArrayDeque<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private long revision = 100;

    private record Awaited(String act, int count, Promise<Void> seen) {}

    /** An instance like others, that is not there yet. */
    static RuntimeInstance instance(String mesh, String name, long revision) {
        return new RuntimeInstance(
                new InstanceKey(mesh, name), "shop", "10.0.0.1", 20_880, Phase.RUNNING, new JsonObject(), revision);
    }

    @Override
    public synchronized ListWatch open(Vertx vertx) {
        Opened source = new Opened(vertx.getOrCreateContext());
        opened.add(source);
        note("open");
        return source;
    }

    /** What was asked of it so far, in order. */
    synchronized List<String> acts() {
        return List.copyOf(acts);
    }

    /** Notes something of the test's own among it. */
    synchronized void note(String act) {
        acts.add(act);
        awaited.removeIf(
                each -> count(each.act()) >= each.count() && each.seen().tryComplete());
    }

    /** Waits until it was asked so often for what begins like this. */
    void await(String act, int count) {
        Promise<Void> seen = Promise.promise();
        synchronized (this) {
            if (count(act) >= count) {
                return;
            }
            awaited.add(new Awaited(act, count, seen));
        }
        Await.await(act + " " + count + " times", seen.future());
    }

    /** It is there, new or changed. */
    synchronized long put(String mesh, String name) {
        RuntimeInstance instance = instance(mesh, name, ++revision);
        instances.put(instance.key(), instance);
        tell(new Delta.Upserted(instance));
        return revision;
    }

    /** It is gone. */
    synchronized long remove(String mesh, String name) {
        InstanceKey key = new InstanceKey(mesh, name);
        instances.remove(key);
        tell(new Delta.Deleted(key, ++revision));
        return revision;
    }

    /** The same, while nobody is told. */
    synchronized void removeUnseen(String mesh, String name) {
        instances.remove(new InstanceKey(mesh, name));
        revision++;
    }

    /** The next list fails. */
    synchronized void failNextList(Throwable cause) {
        lists.add(Future.failedFuture(cause));
    }

    /** The next list takes until this is completed. */
    synchronized Promise<Void> holdNextList() {
        Promise<Void> held = Promise.promise();
        lists.add(held.future());
        return held;
    }

    /** The watch ends. */
    void end(WatchEnd how) {
        each(watch -> watch.ended.tryComplete(how));
    }

    /** The watch fails. */
    void fail(Throwable cause) {
        each(watch -> watch.ended.tryFail(cause));
    }

    private synchronized int count(String act) {
        return (int) acts.stream().filter(each -> each.startsWith(act)).count();
    }

    private void tell(Delta delta) {
        each(watch -> {
            if (!watch.ended.future().isComplete()) {
                watch.deltas.accept(delta);
            }
        });
    }

    private synchronized void each(Consumer<ScriptedWatch> act) {
        opened.forEach(source ->
                source.context.runOnContext(turn -> List.copyOf(source.watches).forEach(act)));
    }

    private final class Opened implements ListWatch {
        private final Context context;
        private final List<ScriptedWatch> watches = new ArrayList<>();
        private final Skips skips = new Skips();

        Opened(Context context) {
            this.context = context;
        }

        @Override
        public String describe() {
            return "a script";
        }

        @Override
        public Future<Listing> list() {
            synchronized (ScriptedSource.this) {
                note("list");
                Future<Void> first = lists.isEmpty() ? Future.succeededFuture() : lists.remove();
                return first.map(done -> {
                    synchronized (ScriptedSource.this) {
                        return new Listing(List.copyOf(instances.values()), revision);
                    }
                });
            }
        }

        @Override
        public Watch watch(long from, Consumer<Delta> deltas) {
            ScriptedWatch watch = new ScriptedWatch(deltas);
            watches.add(watch);
            note("watch " + from);
            return watch;
        }

        @Override
        public Skips skips() {
            return skips;
        }

        @Override
        public Future<Void> close() {
            note("close");
            List.copyOf(watches).forEach(Watch::close);
            return Future.succeededFuture();
        }
    }

    private final class ScriptedWatch implements Watch {
        private final Consumer<Delta> deltas;
        private final Promise<WatchEnd> ended = Promise.promise();

        ScriptedWatch(Consumer<Delta> deltas) {
            this.deltas = deltas;
        }

        @Override
        public Future<WatchEnd> ended() {
            return ended.future();
        }

        @Override
        public void close() {
            if (ended.tryComplete(WatchEnd.CLOSED)) {
                note("unwatch");
            }
        }
    }
}
