// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** A verticle of which there should be one in the cluster. Says when it starts and when it stops. */
public final class Lone extends VerticleBase {
    private final String whose;

    /** As Vert.x makes it for high availability: by its name. */
    public Lone() {
        this("Vert.x's");
    }

    Lone(String whose) {
        this.whose = whose;
    }

    @Override
    public Future<?> start() {
        Member.say(whose + " runs");
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Member.say(whose + " has stopped");
        return Future.succeededFuture();
    }
}
