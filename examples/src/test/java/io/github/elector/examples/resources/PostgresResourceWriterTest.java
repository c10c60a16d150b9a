// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.Vertx;

class PostgresResourceWriterTest extends ResourceWriterContract {
    @Override
    ResourceGround ground(Vertx vertx) {
        return ResourceGround.postgres(vertx);
    }
}
