// SPDX-License-Identifier: Apache-2.0
package io.github.elector.metrics;

import java.util.OptionalLong;

/** One component that a host campaigns for, or observes, as it can be asked by any thread at any time. */
public interface MeasuredComponent {
    /** Its name. */
    String component();

    /** Whether this process leads it right now, by the clocks at the moment of the question. */
    boolean leads();

    /** The term of whoever leads it, as this process last saw; empty if nobody does, or nothing was seen. */
    OptionalLong term();
}
