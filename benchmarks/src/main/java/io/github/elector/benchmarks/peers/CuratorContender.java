// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Curator: one client per process, as its "Getting Started" says ("you only need one"), with the retry policy shown there,
 * and one {@code LeaderLatch} per component, which watches the connection by itself and takes a suspended one for lost
 * leadership, its default. The lease is the timeout of the session; ZooKeeper's client pings each third of it.
 */
final class CuratorContender implements Contender {
    private static final int CONNECT_MILLIS = 15_000;

    private final ElectionListener listener;
    private final CuratorFramework client;
    private final Map<String, LeaderLatch> latches = new ConcurrentHashMap<>();

    CuratorContender(String address, Times times, ElectionListener listener) {
        this.listener = listener;
        int session = Math.toIntExact(times.lease().toMillis());
        this.client = CuratorFrameworkFactory.newClient(
                address, session, Math.min(CONNECT_MILLIS, session), new ExponentialBackoffRetry(1000, 3));
        client.start();
        try {
            if (!client.blockUntilConnected(CONNECT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("ZooKeeper at " + address + " does not answer within 15 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static Map<String, String> settings(Times times) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("sessionTimeoutMs", times.lease().toMillis() + " ms");
        settings.put(
                "pings", "each third of it, " + times.renew().toMillis() + " ms: one for all components of a process");
        settings.put("retryPolicy", "ExponentialBackoffRetry(1000, 3)");
        settings.put("recipe", "LeaderLatch, one per component on one client");
        settings.put("server", "one ZooKeeper, no ensemble, which makes it faster than one");
        return settings;
    }

    @Override
    public void campaign(List<String> components) {
        for (String component : components) {
            LeaderLatch latch = new LeaderLatch(client, "/benchmarks/" + component.replace('/', '-'));
            latch.addListener(new LeaderLatchListener() {
                @Override
                public void isLeader() {
                    listener.elected(component);
                }

                @Override
                public void notLeader() {
                    listener.ended(component);
                }
            });
            latches.put(component, latch);
            try {
                latch.start();
            } catch (Exception unusable) {
                throw new IllegalStateException("component '" + component + "' cannot campaign", unusable);
            }
        }
    }

    @Override
    public boolean leads(String component) {
        LeaderLatch latch = latches.get(component);
        return latch != null && latch.hasLeadership();
    }

    @Override
    public void giveUp(List<String> components) {
        for (String component : components) {
            LeaderLatch latch = latches.remove(component);
            try {
                if (latch != null) {
                    latch.close(LeaderLatch.CloseMode.NOTIFY_LEADER);
                }
            } catch (IOException unclosed) {
                throw new UncheckedIOException("component '" + component + "' is not given up", unclosed);
            }
        }
        awaitDeletions();
    }

    /** A latch deletes its node in the background; what a session asks is answered in the order in which it was asked. */
    private void awaitDeletions() {
        try {
            client.checkExists().forPath("/");
        } catch (Exception unanswered) {
            throw new IllegalStateException("ZooKeeper did not answer", unanswered);
        }
    }

    @Override
    public void close() {
        // With its session go all its nodes.
        latches.clear();
        client.close();
    }
}
