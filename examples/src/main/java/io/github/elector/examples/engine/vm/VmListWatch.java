// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Skips;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The providers on this host. A scan of all processes finds new ones; between scans a shorter check asks whether the known
 * ones still run. Both happen on a worker thread, one at a time, and only while somebody watches.
 *
 * <p>Not by {@link ProcessHandle#onExit()}: for a process that is not our child the JDK keeps a thread that looks every 0.3 to
 * 5 s, which is later than this, and which nothing ends before the process does; a term would leave one behind for
 * each provider.
 */
final class VmListWatch implements ListWatch {
    private final Vertx vertx;
    private final Context context;
    private final VmDriver driver;
    private final ProcessTable processes;
    private final Providers providers;
    private final Skips skips = new Skips();
    private final ChangeLog log;
    private final Map<ProcessId, Provider> known = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private Set<ProcessId> forked = Set.of();
    private Set<ProcessId> refused = Set.of();
    private Set<Long> unreadable = Set.of();
    private Future<?> looking = Future.succeededFuture();
    private long scanTimer = -1;
    private long checkTimer = -1;
    private boolean closed;

    VmListWatch(Vertx vertx, VmDriver driver, ProcessTable processes) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.driver = driver;
        this.processes = processes;
        this.providers = new Providers(driver.markers(), driver.address());
        this.log = new ChangeLog(driver.keptChanges(), System.currentTimeMillis());
    }

    @Override
    public String describe() {
        return "the JVMs of this host (" + driver.address() + ")";
    }

    @Override
    public Skips skips() {
        return skips;
    }

    @Override
    public Future<Listing> list() {
        return scan().map(done ->
                new Listing(known.values().stream().map(Provider::instance).toList(), log.revision()));
    }

    @Override
    public Watch watch(long revision, Consumer<Delta> deltas) {
        Watcher watcher = new Watcher(deltas);
        context.runOnContext(turn -> watcher.begin(revision));
        return watcher;
    }

    @Override
    public Future<Void> close() {
        closed = true;
        List.copyOf(watchers).forEach(Watcher::close);
        return looking.<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Void> scan() {
        return look(processes::scan).compose(this::take);
    }

    /** One look after the other. */
    private <T> Future<T> look(Callable<T> act) {
        Future<T> look = looking.transform(
                before -> closed ? Future.failedFuture("closed") : context.executeBlocking(act, false));
        looking = look;
        return look;
    }

    private Future<Void> take(ProcessScan scan) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        skipUnreadable(scan);
        removeAllBut(scan);
        Forks forks = Forks.in(scan);
        Set<ProcessId> refusedNow = new HashSet<>();
        for (SeenProcess process : scan.processes()) {
            boolean isFork = forks.contains(process) && !forked.contains(process.id());
            if (!known.containsKey(process.id()) && !isFork) {
                instance(process, refusedNow).ifPresent(instance -> add(new Provider(process, instance)));
            }
        }
        refused = refusedNow;
        forked = forks.ids();
        return Future.succeededFuture();
    }

    /** A process that has replaced its program, as a script does that ends with exec, is another provider, or none. */
    private void removeAllBut(ProcessScan scan) {
        Map<ProcessId, List<String>> commands = new HashMap<>();
        scan.processes().forEach(process -> commands.put(process.id(), process.command()));
        List.copyOf(known.values()).stream()
                .map(Provider::process)
                .filter(process -> !process.command().equals(commands.get(process.id())))
                .forEach(process -> remove(process.id()));
    }

    /** A process says the same as long as it is the same, so it is refused once. */
    private Optional<RuntimeInstance> instance(SeenProcess process, Set<ProcessId> refusedNow) {
        try {
            return providers.instance(process, log.revision() + 1);
        } catch (IllegalArgumentException unusable) {
            refusedNow.add(process.id());
            if (!refused.contains(process.id())) {
                skips.skip(
                        "process with wrong markers",
                        "process " + process.id().pid(),
                        String.valueOf(unusable.getMessage()));
            }
            return Optional.empty();
        }
    }

    private void skipUnreadable(ProcessScan scan) {
        Set<Long> now = new HashSet<>(scan.unreadable());
        for (long pid : now) {
            if (!unreadable.contains(pid)) {
                skips.skip("unreadable process", "process " + pid, "its command line cannot be read by this user");
            }
        }
        unreadable = now;
    }

    private void add(Provider provider) {
        known.put(provider.process().id(), provider);
        tell(new Delta.Upserted(provider.instance()));
    }

    private void remove(ProcessId id) {
        Provider provider = known.remove(id);
        if (provider != null) {
            tell(new Delta.Deleted(provider.instance().key(), log.revision() + 1));
        }
    }

    private void tell(Delta delta) {
        log.add(delta);
        List.copyOf(watchers).forEach(watcher -> watcher.tell(delta));
    }

    private void scanLater() {
        if (scanTimer < 0) {
            scanTimer = vertx.setTimer(driver.scanMillis(), due -> {
                scanTimer = -1;
                scan().onSuccess(done -> lookOn()).onFailure(this::fail);
            });
        }
    }

    private void checkLater() {
        if (checkTimer < 0) {
            checkTimer = vertx.setTimer(driver.checkMillis(), due -> {
                checkTimer = -1;
                check().onSuccess(done -> lookOn()).onFailure(this::fail);
            });
        }
    }

    private Future<Void> check() {
        List<ProcessId> asked = List.copyOf(known.keySet());
        return look(() -> asked.stream().filter(id -> !processes.runs(id)).toList())
                .compose(gone -> {
                    if (closed) {
                        return Future.failedFuture("closed");
                    }
                    gone.forEach(this::remove);
                    return Future.succeededFuture();
                });
    }

    private void lookOn() {
        if (!watchers.isEmpty()) {
            scanLater();
            checkLater();
        }
    }

    private void fail(Throwable cause) {
        List.copyOf(watchers).forEach(watcher -> watcher.fail(cause));
    }

    private void stopLooking() {
        vertx.cancelTimer(scanTimer);
        vertx.cancelTimer(checkTimer);
        scanTimer = -1;
        checkTimer = -1;
    }

    private record Provider(SeenProcess process, RuntimeInstance instance) {}

    private final class Watcher implements Watch {
        private final Consumer<Delta> deltas;
        private final Promise<WatchEnd> ended = Promise.promise();

        Watcher(Consumer<Delta> deltas) {
            this.deltas = deltas;
        }

        @Override
        public Future<WatchEnd> ended() {
            return ended.future();
        }

        void begin(long revision) {
            if (closed || ended.future().isComplete()) {
                close();
                return;
            }
            Optional<List<Delta>> missed = log.since(revision);
            if (missed.isEmpty()) {
                ended.tryComplete(WatchEnd.REVISION_GONE);
                return;
            }
            watchers.add(this);
            missed.get().forEach(this::tell);
            lookOn();
        }

        void tell(Delta delta) {
            if (!ended.future().isComplete()) {
                deltas.accept(delta);
            }
        }

        void fail(Throwable cause) {
            leave();
            ended.tryFail(cause);
        }

        @Override
        public void close() {
            leave();
            ended.tryComplete(WatchEnd.CLOSED);
        }

        private void leave() {
            watchers.remove(this);
            if (watchers.isEmpty()) {
                stopLooking();
            }
        }
    }
}
