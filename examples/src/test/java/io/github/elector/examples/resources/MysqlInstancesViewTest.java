// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

class MysqlInstancesViewTest extends InstancesViewContract {
    @Override
    ResourceGround ground() {
        return ResourceGround.mysql();
    }
}
