// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

class MysqlResourceWriterTest extends ResourceWriterContract {
    @Override
    ResourceGround ground() {
        return ResourceGround.mysql();
    }
}
