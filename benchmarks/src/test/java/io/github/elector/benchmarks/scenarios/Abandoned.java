// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.time.Duration;

/** A process that measures and is ended in the middle of it: it has a ZooKeeper and a frozen member, and tells its number. */
final class Abandoned {
    private Abandoned() {}

    public static void main(String[] args) throws Exception {
        EmbeddedZooKeeper zooKeeper = new EmbeddedZooKeeper();
        MemberProcess member =
                MemberProcess.start(Peer.CURATOR, zooKeeper.address(), Times.of(Duration.ofSeconds(6)), false);
        member.freeze();
        System.out.println(member.pid());
        Thread.currentThread().join();
    }
}
