// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Contender;
import io.github.elector.benchmarks.peers.ElectionListener;
import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contenders do what is measured of them, on real servers. */
class ContendersTest {
    private final Servers servers = SharedServers.get();

    /** Short, so that a server that has just started is believed soon; ShedLock takes no short lease. */
    private static Times times(Peer peer) {
        Duration lease = peer == Peer.SHEDLOCK ? Duration.ofSeconds(30) : Duration.ofSeconds(6);
        return new Times(lease, lease.dividedBy(3), lease.dividedBy(peer == Peer.SHEDLOCK ? 100 : 6));
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void oneLeadsUntilItGivesUpAndThenTheOther(Peer peer) throws InterruptedException {
        Times times = times(peer);
        List<String> component = List.of(Field.fresh("test"));
        Told first = new Told();
        Told second = new Told();

        try (Link link = Link.to(peer, servers.of(peer));
                Contender one = peer.open(link.address(), times, JdbcPool.OF_ONE_COMPONENT, first);
                Contender other = peer.open(link.address(), times, JdbcPool.OF_ONE_COMPONENT, second)) {
            one.campaign(component);
            assertThat(first.next()).isEqualTo("elected " + component.get(0));
            other.campaign(component);
            assertThat(one.leads(component.get(0))).isTrue();
            assertThat(other.leads(component.get(0))).isFalse();
            assertThat(second.told).isEmpty();

            one.giveUp(component);

            assertThat(first.next()).isEqualTo("ended " + component.get(0));
            assertThat(second.next()).isEqualTo("elected " + component.get(0));
            assertThat(one.leads(component.get(0))).isFalse();
            assertThat(other.leads(component.get(0))).isTrue();
            assertThat(link.asked()).as("what the server was asked").isGreaterThan(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void whatIsGivenUpIsFreeAndCanBeLedAgainAtOnce(Peer peer) throws InterruptedException {
        Times times = times(peer);
        List<String> both = List.of(Field.fresh("test"), Field.fresh("test"));
        Told told = new Told();

        try (Contender one = peer.open(servers.of(peer), times, JdbcPool.OF_ONE_COMPONENT, told)) {
            one.campaign(both);
            assertThat(List.of(told.next(), told.next())).allMatch(each -> each.startsWith("elected "));

            one.giveUp(both);

            assertThat(List.copyOf(told.told)).hasSize(2).allMatch(each -> each.startsWith("ended "));
            told.told.clear();
            long begun = System.nanoTime();
            one.campaign(both);
            assertThat(List.of(told.next(), told.next())).allMatch(each -> each.startsWith("elected "));
            // No lease has to end for it.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(times.lease());
        }
    }

    @Test
    void oneOfACrowdLeads() throws InterruptedException {
        Times times = Times.of(Duration.ofSeconds(4));
        List<String> component = List.of(Field.fresh("crowd"));
        Told told = new Told();
        String server = servers.of(Peer.ELECTOR);

        try (Crowd crowd = new Crowd(List.of(
                Peer.ELECTOR.open(server, times, JdbcPool.OF_ONE_COMPONENT, told),
                Peer.ELECTOR.open(server, times, JdbcPool.OF_ONE_COMPONENT, told)))) {
            crowd.campaign(component);
            assertThat(told.next()).isEqualTo("elected " + component.get(0));
            assertThat(crowd.leads(component.get(0))).isTrue();
            assertThat(crowd.all())
                    .filteredOn(each -> each.leads(component.get(0)))
                    .hasSize(1);
        }
    }

    private static final class Told implements ElectionListener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void elected(String component) {
            told.add("elected " + component);
        }

        @Override
        public void ended(String component) {
            told.add("ended " + component);
        }

        String next() throws InterruptedException {
            return told.poll(30, TimeUnit.SECONDS);
        }
    }
}
