// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Contender;
import java.util.List;

/** Several contenders in one process that campaign for the same, as so many replicas do. */
record Crowd(List<Contender> all) implements Contender {
    Crowd {
        all = List.copyOf(all);
    }

    @Override
    public void campaign(List<String> components) {
        all.forEach(each -> each.campaign(components));
    }

    @Override
    public boolean leads(String component) {
        return all.stream().anyMatch(each -> each.leads(component));
    }

    @Override
    public void giveUp(List<String> components) {
        all.forEach(each -> each.giveUp(components));
    }

    @Override
    public void close() {
        all.forEach(Contender::close);
    }
}
