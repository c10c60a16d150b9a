// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.buffer.Buffer;

/**
 * How a client proves to a server who it is, in PEM. Not shown.
 *
 * @param certificate with those that lead to an authority
 * @param key private
 */
record ClientCertificate(Buffer certificate, Buffer key) {
    @Override
    public String toString() {
        return "a client certificate";
    }
}
