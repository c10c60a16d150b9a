// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Elector;
import io.github.elector.Leadership;
import io.github.elector.Term;
import io.github.elector.lease.NodeName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One component's elector: what users hold of a host. */
final class ComponentElector implements Elector {
    private final Campaign campaign;
    private final NodeName node;
    private final HostDriver driver;
    private final Supplier<Future<Void>> leave;

    ComponentElector(Campaign campaign, NodeName node, HostDriver driver, Supplier<Future<Void>> leave) {
        this.campaign = campaign;
        this.node = node;
        this.driver = driver;
        this.leave = leave;
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

    @Override
    public Future<Void> resign(Duration stayOut) {
        if (stayOut.isNegative()) {
            return Future.failedFuture(new IllegalArgumentException(
                    "stay out (" + stayOut + ") must not be negative: zero lets it campaign again at once"));
        }
        return driver.resign(campaign.component, stayOut);
    }

    @Override
    public Future<Void> close() {
        return driver.retire(campaign.component).eventually(leave);
    }
}
