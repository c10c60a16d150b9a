// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions at a registry, one after the other, until it is closed: one that expires or never comes to be is followed by
 * another, after a while that grows as long as that goes on. On one context.
 */
final class RegistryLink {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryLink.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final Registry registry;
    private final long closeMillis;
    private final Listener listener;
    private final Backoff pause = new Backoff();

    private @Nullable RegistrySession session;
    private Future<Void> closing = Future.succeededFuture();
    private boolean opened;
    private boolean connected;
    private boolean closed;
    private long timer = NO_TIMER;

    /** Is told what happens. */
    interface Listener {
        /** There is a session, new or again, whose watches are set: what happened before was perhaps not told. */
        void onReady();

        /** Something happened to a node, in the transaction of this number, -1 if the server does not say. */
        void onChanged(String path, long zxid);

        /** There is no session. */
        void onLost(Throwable cause);
    }

    /** One without a session; each may take this long to be closed. */
    RegistryLink(Vertx vertx, Context context, Registry registry, long closeMillis, Listener listener) {
        this.vertx = vertx;
        this.context = context;
        this.registry = registry;
        this.closeMillis = closeMillis;
        this.listener = listener;
    }

    /** The session, if there is one and it is connected. */
    Optional<RegistrySession> session() {
        return connected ? Optional.ofNullable(session) : Optional.empty();
    }

    void open() {
        timer = NO_TIMER;
        RegistrySession next = new RegistrySession(context, registry, closeMillis, this::onEvent);
        session = next;
        opened = false;
        next.open(RegistryReader.BASES).onComplete(done -> onOpened(next), failure -> onGone(next, failure));
    }

    /** From now on nothing is told. */
    void mute() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    /** Completes when nothing is left of it at the registry, or the registry did not answer in time. */
    Future<Void> close() {
        mute();
        connected = false;
        RegistrySession last = session;
        return last == null ? closing : Future.join(closing, last.close()).mapEmpty();
    }

    private void onOpened(RegistrySession next) {
        if (closed || next != session) {
            return;
        }
        if (pause.isOn()) {
            LOG.info("mesh '{}': the registry answers again", registry.mesh());
        }
        pause.reset();
        opened = true;
        connected = true;
        listener.onReady();
    }

    private void onEvent(RegistrySession from, WatchedEvent event) {
        if (closed || from != session) {
            return;
        }
        if (event.getType() != EventType.None) {
            listener.onChanged(event.getPath(), event.getZxid());
            return;
        }
        switch (event.getState()) {
            case SyncConnected -> onConnectedAgain();
            case Disconnected -> connected = false;
            case Expired, AuthFailed, Closed ->
                onGone(from, new IllegalStateException("the session is " + event.getState()));
            default -> LOG.debug("mesh '{}': {}", registry.mesh(), event);
        }
    }

    /** The client has set the watches again. What they would have told in the meantime, nobody tells. */
    private void onConnectedAgain() {
        if (opened) {
            connected = true;
            listener.onReady();
        }
    }

    private void onGone(RegistrySession gone, Throwable cause) {
        if (closed || gone != session) {
            return;
        }
        session = null;
        connected = false;
        closing = Future.join(closing, gone.close()).mapEmpty();
        if (!pause.isOn()) {
            LOG.warn(
                    "mesh '{}': there is no session at the registry ({}); it is tried again until the term is over",
                    registry.mesh(),
                    cause.toString());
        }
        listener.onLost(cause);
        timer = vertx.setTimer(pause.takeMillis(), due -> open());
    }
}
