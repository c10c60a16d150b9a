// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.VertxMetricsFactory;

/** A Vertx with few threads that leaves no folder behind when its process is killed. */
public final class SmallVertx {
    private SmallVertx() {}

    /** One whose metrics nobody wants. */
    public static Vertx make() {
        return Vertx.vertx(options());
    }

    /** One whose metrics go there. */
    public static Vertx make(VertxMetricsFactory metrics) {
        return Vertx.builder().with(options()).withMetrics(metrics).build();
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }
}
