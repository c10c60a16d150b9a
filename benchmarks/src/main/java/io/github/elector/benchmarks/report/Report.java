// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.github.elector.benchmarks.scenarios.CleanHandover;
import io.github.elector.benchmarks.scenarios.Field;
import io.github.elector.benchmarks.scenarios.FirstElection;
import io.github.elector.benchmarks.scenarios.Scenario;
import io.github.elector.benchmarks.scenarios.Servers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures elections side by side and writes a report. */
@Command(name = "report", mixinStandardHelpOptions = true, usageHelpWidth = 100)
public final class Report implements Callable<Integer> {
    @Option(names = "--db", paramLabel = "URI", description = "A PostgreSQL that is there, instead of one of its own.")
    private @Nullable String database;

    @Option(
            names = "--contenders",
            split = ",",
            description = "Who takes part: elector, shedlock, spring, curator (all).")
    private List<String> contenders = List.of();

    @Override
    public Integer call() throws Exception {
        EnumSet<Peer> peers = EnumSet.noneOf(Peer.class);
        contenders.forEach(name -> peers.add(Peer.named(name)));
        if (peers.isEmpty()) {
            peers.addAll(Arrays.asList(Peer.values()));
        }
        Times times = Times.of(Duration.ofSeconds(30));
        try (Servers servers = Servers.start(Optional.ofNullable(database), peers)) {
            Field field =
                    new Field(servers, List.copyOf(peers), times, Times.of(Duration.ofSeconds(6)), System.err::println);
            System.out.println(servers.describeDatabase() + "; "
                    + servers.describeZooKeeper().orElse("no ZooKeeper"));
            peers.forEach(peer -> System.out.println(peer.title() + " " + peer.settings(peer.nearest(times))));
            if (servers.ownDatabase()) {
                long until =
                        servers.startedNanos() + times.lease().plusSeconds(1).toNanos();
                for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
            for (Scenario scenario : List.of(new FirstElection(10), new CleanHandover(20))) {
                JsonObject figures = scenario.run(field);
                System.out.println(scenario.key() + " " + figures.encodePrettily());
            }
        }
        return 0;
    }
}
