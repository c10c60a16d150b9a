// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster that is made up: what a test says is what the next look shows. Any thread. */
final class PlayedCluster implements ClusterReader {
    static final long LEASE_MILLIS = 10_000;
    static final long RENEW_MILLIS = 3_000;

    private final Map<String, SeenLease> leases = new LinkedHashMap<>();
    private final Map<String, SeenSession> sessions = new LinkedHashMap<>();
    private Future<Observed> failure = Future.succeededFuture();
    private List<Promise<Void>> waiting = new ArrayList<>();
    private List<Promise<Void>> shown = new ArrayList<>();
    private Runnable atNextLook = () -> {};
    private boolean everyLease = true;
    private boolean closed;

    /** This node is alive: its session's name is the node's with a tail. */
    synchronized PlayedCluster alive(String node) {
        return session(node, System.currentTimeMillis(), false, null);
    }

    /** This node was last heard of then. */
    synchronized PlayedCluster heard(String node, long renewedMillis) {
        return session(node, renewedMillis, false, null);
    }

    /** Its session was closed for its silence, or by itself if nobody is named. */
    synchronized PlayedCluster closed(String node, String by) {
        return session(node, sessions.get(session(node)).renewedMillis(), true, by == null ? null : session(by));
    }

    /** It leads since now. */
    synchronized PlayedCluster leads(String component, String node, long term) {
        return lease(component, node, term, System.currentTimeMillis(), SeenLease.Standing.HELD);
    }

    synchronized PlayedCluster lease(
            String component, String node, long term, long acquiredMillis, SeenLease.Standing standing) {
        leases.put(component, new SeenLease(component, term, session(node), node, acquiredMillis, standing));
        return this;
    }

    /** Others have changed since: the look shows neither this component nor all there are. */
    synchronized void crowdedOut(String component) {
        leases.remove(component);
        everyLease = false;
    }

    /** Completes once a look has shown what there is now, and been taken in. */
    synchronized Future<Void> seen() {
        Promise<Void> seen = Promise.promise();
        waiting.add(seen);
        return seen.future();
    }

    /** Looks fail with this from now on; null for no more. */
    synchronized void away(Throwable why) {
        failure = why == null ? Future.succeededFuture() : Future.failedFuture(why);
    }

    /** This happens once, on the context of the console, when it looks. */
    synchronized void atNextLook(Runnable act) {
        atNextLook = act;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    static String session(String node) {
        return node + "~1";
    }

    @Override
    public synchronized Future<Observed> read() {
        shown.forEach(Promise::tryComplete);
        shown = waiting;
        waiting = new ArrayList<>();
        Runnable act = atNextLook;
        atNextLook = () -> {};
        act.run();
        return failure.map(answers -> new Observed(
                System.currentTimeMillis(),
                List.copyOf(leases.values()),
                List.copyOf(sessions.values()),
                everyLease,
                true));
    }

    @Override
    public synchronized Future<Void> close() {
        closed = true;
        return Future.succeededFuture();
    }

    private PlayedCluster session(String node, long renewedMillis, boolean over, String closedBy) {
        long started = System.currentTimeMillis() - 60_000;
        SeenSession before = sessions.get(session(node));
        sessions.put(
                session(node),
                new SeenSession(
                        session(node),
                        node,
                        LEASE_MILLIS,
                        RENEW_MILLIS,
                        before == null ? started : before.startedMillis(),
                        renewedMillis,
                        over,
                        closedBy));
        return this;
    }
}
