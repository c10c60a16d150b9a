// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Map;
import java.util.Set;

/** A clustered Vertx with high availability, which finds the others by TCP on the loopback address, and soon misses them. */
final class HazelcastVertx {
    private static final Map<String, String> SOON = Map.of(
            "hazelcast.wait.seconds.before.join", "0",
            "hazelcast.heartbeat.interval.seconds", "1",
            "hazelcast.max.no.heartbeat.seconds", "4",
            "hazelcast.merge.first.run.delay.seconds", "2",
            "hazelcast.merge.next.run.delay.seconds", "2",
            "hazelcast.partition.count", "17",
            "hazelcast.phone.home.enabled", "false",
            "hazelcast.logging.type", "slf4j");

    private HazelcastVertx() {}

    /** Says how many members there are whenever that changes. */
    private static final class Count implements InitialMembershipListener {
        final Promise<Void> reached = Promise.promise();
        private final int wanted;

        Count(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void init(InitialMembershipEvent event) {
            say(event.getMembers());
        }

        @Override
        public void memberAdded(MembershipEvent event) {
            say(event.getMembers());
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            say(event.getMembers());
        }

        private void say(Set<?> members) {
            Member.say("members " + members.size());
            if (members.size() == wanted) {
                reached.tryComplete();
            }
        }
    }

    /** Completes when all have found each other. */
    static Future<Vertx> start(JsonObject place) {
        Count count = new Count(place.getJsonArray("seeds").size());
        VertxOptions options = new VertxOptions()
                .setHAEnabled(true)
                .setEventBusOptions(new EventBusOptions()
                        .setHost("127.0.0.1")
                        .setPort(place.getInteger("busPort"))
                        .setClusterPublicHost("127.0.0.1")
                        .setClusterPublicPort(place.getInteger("busPublicPort")));
        return Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(config(place, count)))
                .buildClustered()
                .compose(vertx -> count.reached.future().map(vertx));
    }

    private static Config config(JsonObject place, Count count) {
        Config config = ConfigUtil.loadConfig();
        config.addListenerConfig(new ListenerConfig(count));
        SOON.forEach(config::setProperty);
        config.getNetworkConfig()
                .setPort(place.getInteger("port"))
                .setPortAutoIncrement(false)
                .setPublicAddress("127.0.0.1:" + place.getInteger("publicPort"));
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        JsonArray seeds = place.getJsonArray("seeds");
        seeds.forEach(seed -> join.getTcpIpConfig().addMember(seed.toString()));
        return config;
    }
}
