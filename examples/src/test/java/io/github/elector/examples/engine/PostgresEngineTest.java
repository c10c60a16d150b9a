// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.examples.resources.ResourceGround;
import io.vertx.core.Vertx;

class PostgresEngineTest extends EngineContract {
    @Override
    ResourceGround ground(Vertx vertx) {
        return ResourceGround.postgres(vertx);
    }
}
