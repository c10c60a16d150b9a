// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.metrics.MeasuredComponent;
import io.github.elector.time.Clock;
import java.util.OptionalLong;

/** A campaign, as whoever measures it may ask it. */
record JoinedComponent(Campaign campaign, Clock clock) implements MeasuredComponent {
    @Override
    public String component() {
        return campaign.component.value();
    }

    @Override
    public boolean leads() {
        return campaign.validTerm().isPresent();
    }

    @Override
    public OptionalLong term() {
        return campaign.leadership(clock).term().map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
