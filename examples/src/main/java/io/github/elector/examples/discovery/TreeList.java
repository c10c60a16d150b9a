// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lists everything of one kind. Nodes that vanish meanwhile are left out, and what may not be read is told. On one
 * context.
 */
final class TreeList {
    private static final int AT_ONCE = 64;

    private final RegistrySession session;
    private final RegistryKind kind;
    private final Consumer<RegistryNode> found;
    private final Consumer<List<String>> hidden;
    private final Deque<List<String>> open = new ArrayDeque<>();
    private final Promise<Long> done = Promise.promise();
    private int asked;
    private long latest;

    private TreeList(
            RegistrySession session, RegistryKind kind, Consumer<RegistryNode> found, Consumer<List<String>> hidden) {
        this.session = session;
        this.kind = kind;
        this.found = found;
        this.hidden = hidden;
    }

    /**
     * Hands over every node of this kind. It fails if one that is watched may not be read: there is nothing then.
     *
     * @param hidden is told of each node that may not be read, one of this kind or one that some may be below
     * @return the zxid of the latest change that was seen
     */
    static Future<Long> of(
            RegistrySession session, RegistryKind kind, Consumer<RegistryNode> found, Consumer<List<String>> hidden) {
        TreeList list = new TreeList(session, kind, found, hidden);
        list.open.add(List.of());
        list.ask();
        return list.done.future();
    }

    private void ask() {
        while (asked < AT_ONCE && !open.isEmpty() && !done.future().isComplete()) {
            asked++;
            visit(open.poll()).onComplete(seen -> answered(), done::tryFail);
        }
    }

    private void answered() {
        asked--;
        ask();
        if (asked == 0 && open.isEmpty()) {
            done.tryComplete(latest);
        }
    }

    private Future<?> visit(List<String> below) {
        String path = NodePath.join(kind.base(), below);
        Future<?> seen = kind.accepts(below)
                ? session.read(path).onSuccess(this::take)
                : session.children(path).onSuccess(children -> children.ifPresent(some -> descend(below, some)));
        return seen.transform(answer -> {
            if (RegistrySession.isForbidden(answer.cause()) && !RegistryReader.BASES.contains(path)) {
                hidden.accept(below);
                return Future.succeededFuture();
            }
            return answer.succeeded() ? Future.succeededFuture() : Future.failedFuture(answer.cause());
        });
    }

    private void take(Optional<RegistryNode> node) {
        node.ifPresent(there -> {
            latest = Math.max(latest, there.revision());
            found.accept(there);
        });
    }

    private void descend(List<String> below, RegistrySession.Children children) {
        latest = Math.max(latest, children.zxid());
        for (String name : children.names()) {
            List<String> child = new ArrayList<>(below);
            child.add(name);
            if (kind.accepts(child) || kind.descends(child)) {
                open.add(child);
            }
        }
    }
}
