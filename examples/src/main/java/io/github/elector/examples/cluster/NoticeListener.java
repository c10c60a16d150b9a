// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Notice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;

/** Listens on the event bus to what electors say about some components, all on one context, so in order. */
final class NoticeListener extends VerticleBase {
    private final List<String> components;
    private final Consumer<ReplicaEvent> told;

    NoticeListener(List<String> components, Consumer<ReplicaEvent> told) {
        this.components = components;
        this.told = told;
    }

    @Override
    public Future<?> start() {
        Addresses addresses = new Addresses(Addresses.DEFAULT_PREFIX);
        return Future.join(components.stream()
                .map(component -> vertx.eventBus()
                        .<JsonObject>localConsumer(addresses.event(new ComponentName(component)))
                        .handler(message -> told.accept(ReplicaEvent.of(Notice.from(message.body()))))
                        .completion())
                .toList());
    }

    /** Completes when everything was told that was published before. */
    Future<Void> caughtUp() {
        Promise<Void> turn = Promise.promise();
        context.runOnContext(reached -> turn.complete());
        return turn.future();
    }
}
