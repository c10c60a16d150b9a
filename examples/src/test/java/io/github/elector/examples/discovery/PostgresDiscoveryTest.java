// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceGround;

class PostgresDiscoveryTest extends DiscoveryContract {
    @Override
    ResourceGround database() {
        return ResourceGround.postgres();
    }
}
