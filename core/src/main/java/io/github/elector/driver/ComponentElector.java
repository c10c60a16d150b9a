// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Elector;
import io.github.elector.Health;
import io.github.elector.Leadership;
import io.github.elector.Term;
import io.github.elector.lease.NodeName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One component's elector: what users hold of a host. */
final class ComponentElector implements Elector {
    /** For ever, and still something that can be added to a reading of a clock. */
    static final Duration LONGEST_STAY = Duration.ofDays(36_500);

    private final Campaign campaign;
    private final NodeName node;
    final HostDriver driver;
    private final Supplier<Future<Void>> ending;
    private @Nullable Future<Void> closed;

    ComponentElector(Campaign campaign, NodeName node, HostDriver driver, Supplier<Future<Void>> ending) {
        this.campaign = campaign;
        this.node = node;
        this.driver = driver;
        this.ending = ending;
    }

    @Override
    public String component() {
        return campaign.component.value();
    }

    @Override
    public String node() {
        return node.value();
    }

    @Override
    public Optional<Term> term() {
        return campaign.validTerm();
    }

    @Override
    public Leadership leadership() {
        return campaign.leadership(driver.clock());
    }

    /** Not handed over to the caller's context: nobody's event loop stands between a probe and its answer. */
    @Override
    public Future<Health> health() {
        return Future.succeededFuture(new Health(List.of(driver.checkup().of(campaign))));
    }

    @Override
    public Future<Void> resign(Duration stayOut) {
        if (stayOut.isNegative()) {
            return Future.failedFuture(new IllegalArgumentException(
                    "stay out (" + stayOut + ") must not be negative: zero lets it campaign again at once"));
        }
        Duration bounded = stayOut.compareTo(LONGEST_STAY) > 0 ? LONGEST_STAY : stayOut;
        return Handover.toCaller(driver.vertx, driver.resign(campaign, bounded));
    }

    @Override
    public Future<Void> observe() {
        return Handover.toCaller(driver.vertx, driver.resign(campaign, LONGEST_STAY));
    }

    @Override
    public Future<Void> campaign() {
        return Handover.toCaller(driver.vertx, driver.campaign(campaign));
    }

    @Override
    public Future<Void> close() {
        return Handover.toCaller(driver.vertx, closedOnce());
    }

    /** Its seat is given up once: by a second close it may be somebody else's. */
    private synchronized Future<Void> closedOnce() {
        Future<Void> begun = closed;
        if (begun == null) {
            begun = ending.get();
            closed = begun;
        }
        return begun;
    }
}
