// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

/** One thing that a watch tells. */
public sealed interface Delta {
    /** Where the source stands after it: a watch from here misses nothing that comes later. */
    long revision();

    /** An instance that is new or not as it was. */
    record Upserted(RuntimeInstance instance) implements Delta {
        @Override
        public long revision() {
            return instance.revision();
        }
    }

    /** An instance that is not there any more. */
    record Deleted(InstanceKey key, long revision) implements Delta {}

    /** Nothing that concerns us happened until this revision: Kubernetes calls it a bookmark. */
    record Progress(long revision) implements Delta {}
}
