// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.ComponentName;
import java.util.List;

/**
 * What to look at.
 *
 * @param components which leases; none is allowed and answers with the silent sessions alone
 */
public record LookRequest(List<ComponentName> components) {
    public LookRequest {
        components = List.copyOf(components);
    }
}
