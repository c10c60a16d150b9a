// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonObject;

/** What became of one resource at its source. */
public sealed interface Change {
    /** Which one. */
    ResourceKey key();

    /** The revision of the source at which it did; a stored row that is as new or newer is left alone. */
    long revision();

    /** It is there, new or changed. */
    static Change upsert(ResourceKey key, long revision, JsonObject data) {
        return new Upsert(new Resource(key, revision, data));
    }

    /** It is gone. */
    static Change delete(ResourceKey key, long revision) {
        return new Delete(key, revision);
    }

    /**
     * It is there, new or changed.
     *
     * @param resource as it is now
     */
    record Upsert(Resource resource) implements Change {
        @Override
        public ResourceKey key() {
            return resource.key();
        }

        @Override
        public long revision() {
            return resource.revision();
        }
    }

    /**
     * It is gone.
     *
     * @param key which one
     * @param revision of the source when it went
     */
    record Delete(ResourceKey key, long revision) implements Change {}
}
