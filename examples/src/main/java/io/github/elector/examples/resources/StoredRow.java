// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

/**
 * What a row holds already, without its data.
 *
 * @param revision of its source
 * @param digest of its data
 */
record StoredRow(long revision, String digest) {
    /** Whether writing this would change nothing. A registry that was set up anew counts its revisions from 1 again. */
    boolean holds(Resource resource) {
        return revision == resource.revision() && digest.equals(resource.digest());
    }
}
