// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;

import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A console on a Vertx of its own that shows what a test makes up. */
final class OpenConsole implements AutoCloseable {
    static final String COMPONENT = "discovery";

    static final Pace FAST =
            new Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(15));

    final Vertx vertx = Vertx.vertx();
    final Console console;
    private long sequence;

    OpenConsole(ClusterReader cluster) {
        this(cluster, InstanceSource.none(), FAST);
    }

    OpenConsole(ClusterReader cluster, InstanceSource instances, Pace pace) {
        this(cluster, instances, pace, 0);
    }

    /** On a port that was found before. */
    OpenConsole(ClusterReader cluster, int port) {
        this(cluster, InstanceSource.none(), FAST, port);
    }

    private OpenConsole(ClusterReader cluster, InstanceSource instances, Pace pace, int port) {
        Watched watched = new Watched("alpha", List.of(COMPONENT), cluster).with(instances);
        console = await("a console", Console.open(vertx, new ConsoleAddress("127.0.0.1", port), watched, pace));
    }

    int port() {
        return console.address().port();
    }

    /** All that it answers, to whoever asks for all there is. */
    String everything() {
        return RawLine.get(port(), "/") + RawLine.get(port(), "/state") + RawLine.get(port(), "/nothing-here");
    }

    /** The electors of this process say so. */
    void publish(NoticeType type, String node, @Nullable Long term) {
        sequence++;
        Notice notice = new Notice(
                type,
                COMPONENT,
                node,
                term,
                PlayedCluster.session(node),
                type == NoticeType.REVOKED ? "resigned" : null,
                sequence,
                System.currentTimeMillis(),
                System.nanoTime(),
                null);
        String address = new Addresses(Addresses.DEFAULT_PREFIX).event(new ComponentName(COMPONENT));
        vertx.eventBus().publish(address, notice.toJson());
    }

    @Override
    public void close() {
        await("the end of the console", console.close());
        await("the end of its Vertx", vertx.close());
    }
}
